/** Errors thrown on purpose, as tests hold them. */
import { expect } from "vitest";
import { type ErrorCode, WasmlpError } from "../src/errors.js";

/** `action` throws a WasmlpError with this code, and its message says so. */
export function expectError(action: () => unknown, code: ErrorCode, said: RegExp): void {
  let caught: unknown;
  try {
    action();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(WasmlpError);
  expect((caught as WasmlpError).code).toBe(code);
  expect((caught as WasmlpError).message).toMatch(said);
}
