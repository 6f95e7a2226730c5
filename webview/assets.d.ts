declare module '*.css';

/** An icon as SVG text, from a package. */
declare module '*.svg' {
  const text: string;
  export default text;
}
