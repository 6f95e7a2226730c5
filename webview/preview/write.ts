/** One row for each line, one piece of text in it; rows that wrapping added go. */
export function write(element: SVGTextElement, lines: readonly string[]): void {
  [...element.querySelectorAll('.text-outer-tspan')].forEach((row, at) => {
    const line = lines[at];
    const [first, ...others] = row.querySelectorAll('.text-inner-tspan');
    if (line === undefined) row.remove();
    else if (first !== undefined) first.textContent = line;
    for (const other of others) other.remove();
  });
}
