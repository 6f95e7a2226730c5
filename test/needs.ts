/**
 * What some tests need beside Node.js. A test says so in its name, `[python]`, and is skipped where the thing is missing;
 * `npm test` then names it with the reason. Where MODELWRIGHT_REQUIRE lists the thing, it must be there.
 */
const required = (process.env.MODELWRIGHT_REQUIRE ?? '').split(',').map((name) => name.trim());

function need<T>(name: string, value: T | undefined): T | undefined {
  if (value === undefined && required.includes(name)) throw new Error(`MODELWRIGHT_REQUIRE names ${name}, which is not here.`);
  return value;
}

/** The interpreter with the packages of test/python/requirements.txt. */
export const python = need('python', process.env.MODELWRIGHT_PYTHON || undefined);
