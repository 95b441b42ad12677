/**
 * What tests ask of vitest, for a page: files that import it from "vitest" are bundled with this in its place. Collects
 * tests as files load, performs them one after the other, and tells what failed. Knows nothing of what is tested.
 */
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend, setState } from "@vitest/expect";

export interface TestResult {
  readonly name: string;
  readonly seconds: number;
  /** What was thrown; nothing where the test passed. */
  readonly error?: string;
}

type Body = (...values: never[]) => unknown;
interface Scope {
  readonly name: string;
  readonly before: Body[];
}

const scopes: Scope[] = [{ name: "", before: [] }];
const tests: { readonly name: string; readonly scopes: readonly Scope[]; readonly perform: () => unknown }[] = [];

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
export const expect: (value: unknown, message?: string) => Chai.Assertion = Object.assign(
  (value: unknown, message?: string) => {
    setState({ assertionCalls: 0 }, expect as never);
    return chai.expect(value, message);
  },
  chai.expect,
);

export function beforeAll(body: Body): void {
  scopes.at(-1)?.before.push(body);
}

export const describe: object = withEach((name, body) => {
  scopes.push({ name, before: [] });
  body();
  scopes.pop();
});

export const it: object = withEach((name, body) => {
  const path = scopes.map((scope) => scope.name).filter((part) => part !== "");
  tests.push({ name: [...path, name].join(" > "), scopes: [...scopes], perform: body });
});

type Declare = (name: string, body: () => unknown) => void;

function withEach(declare: Declare): object {
  const each = (rows: readonly unknown[]) => (name: string, body: Body) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      declare(filledIn(name, values), () => body(...(values as never[])));
    }
  };
  return Object.assign(declare, { each });
}

/** "%d rows" with a value for each sign, in order. */
function filledIn(name: string, values: readonly unknown[]): string {
  let at = 0;
  return name.replace(/%[sdij]/g, () => String(values[at++]));
}

/** Performs what has been collected since the last time. A failing `beforeAll` fails every test of its scope. */
export async function performTests(): Promise<TestResult[]> {
  const prepared = new Map<Scope, Promise<void>>();
  const results: TestResult[] = [];
  for (const { name, scopes, perform } of tests.splice(0)) {
    const began = performance.now();
    let error: string | undefined;
    try {
      for (const scope of scopes) {
        if (!prepared.has(scope)) prepared.set(scope, prepare(scope));
        await prepared.get(scope);
      }
      await perform();
    } catch (thrown) {
      error = thrown instanceof Error ? `${thrown.message}\n${thrown.stack}` : String(thrown);
    }
    results.push({ name, seconds: (performance.now() - began) / 1000, ...(error !== undefined && { error }) });
  }
  for (const scope of scopes) scope.before.length = 0;
  return results;
}

async function prepare({ before }: Scope): Promise<void> {
  for (const body of before) await (body as () => unknown)();
}
