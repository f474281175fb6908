import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Failure } from "../errors.ts";
import type { Declined } from "./document.ts";
import { Chain } from "./fallback.ts";

const engine = (name: string, answer: () => object) => ({ name, answer });
type TestEngine = ReturnType<typeof engine>;
const ask = async ({ answer }: TestEngine): Promise<{ by: string } | Declined> => answer() as { by: string } | Declined;
const good = (name: string) => engine(name, () => ({ by: name }));
const broken = (name: string) =>
  engine(name, () => {
    throw new Error("broken");
  });
const never = new AbortController().signal;

describe("a chain of engines", () => {
  it("stops at the first answer and records an attempt for each engine asked", async () => {
    const chain = new Chain([
      engine("declines", () => ({ declined: "not mine" })),
      broken("breaks"),
      good("reads"),
      good("unasked"),
    ]);
    const { answers, attempts } = await chain.run(ask, never);
    assert.deepEqual(answers, [{ by: "reads" }]);
    assert.deepEqual(
      attempts.map(({ engine, outcome, reason }) => [engine, outcome, reason]),
      [
        ["declines", "declined", "not mine"],
        ["breaks", "failed", "Error"],
        ["reads", "used", ""],
      ],
    );
  });

  it("goes on where an answer is not enough", async () => {
    const chain = new Chain([good("first"), good("second"), good("third")]);
    const { answers } = await chain.run(ask, never, ({ by }) => by === "second");
    assert.deepEqual(answers, [{ by: "first" }, { by: "second" }]);
  });

  it("ends with a Failure, which is the document's own fault", async () => {
    const damaged = engine("damaged", () => {
      throw new Failure("invalid_image");
    });
    await assert.rejects(new Chain([damaged, good("unasked")]).run(ask, never), { code: "invalid_image" });
  });

  it("ends with the caller's abort, which counts against no engine", async () => {
    const controller = new AbortController();
    const chain = new Chain([
      engine("slow", () => {
        controller.abort(new Error("gone"));
        throw new Error("cut off");
      }),
    ]);
    await assert.rejects(chain.run(ask, controller.signal), /gone/);
  });

  it("asks an engine that failed several times in a row last, and in its place again after a while", async () => {
    let now = 0;
    const failing = { on: true };
    const shaky = engine("shaky", () => {
      if (failing.on) throw new Error("down");
      return { by: "shaky" };
    });
    const chain = new Chain([shaky, good("steady")], { threshold: 3, coolDownMs: 1_000, now: () => now });
    for (let i = 0; i < 3; i++) await chain.run(ask, never);
    const open = await chain.run(ask, never);
    assert.deepEqual(
      open.attempts.map(({ engine }) => engine),
      ["steady"],
    );
    failing.on = false;
    now = 1_001;
    const closed = await chain.run(ask, never);
    assert.deepEqual(closed.answers, [{ by: "shaky" }]);
  });

  it("still asks an engine whose breaker is open where no other answers", async () => {
    const chain = new Chain([broken("only")], { threshold: 1, coolDownMs: 60_000 });
    await chain.run(ask, never);
    const { attempts } = await chain.run(ask, never);
    assert.deepEqual(
      attempts.map(({ outcome }) => outcome),
      ["failed"],
    );
  });
});
