// A file is refused, a library throws, or a result can't cross the pipe: the worker itself is well and goes on.

import { Failure } from "../../server/errors.ts";

export function throwFailure(): never {
  throw new Failure("invalid_image", { detail: "the image has no pixels", internal: "width 0 in IHDR" });
}

export function throwTypeError(): never {
  throw new TypeError("the third page is undefined");
}

export function returnFunction(): () => void {
  return () => {};
}
