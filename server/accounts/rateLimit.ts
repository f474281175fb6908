// Requests a minute, counted in windows of 60 s that begin with a caller's first request.

import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Failure } from "../errors.ts";
import type { KeyRecord, Tier } from "./store.ts";

const windowS = 60;

/** A caller's minute as it stands after this request: for the `RateLimit-*` headers. `resetS` is seconds from now. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  readonly resetS: number;
}

/** Is told the state of each limit that was asked, also where the request is refused. */
export type OnRate = (rate: RateState) => void;

/** A number of requests a minute for each caller. */
export interface MinuteLimit {
  /** Counts one request. Throws `Failure("rate_limited")` where the minute is used up. */
  take(caller: string, onRate: OnRate): Promise<void>;
  /** Throws the same where nothing is left of the minute; counts nothing. */
  check(caller: string, onRate: OnRate): Promise<void>;
}

export function createMinuteLimit(limit: number): MinuteLimit {
  const limiter = new RateLimiterMemory({ points: limit, duration: windowS });
  return {
    async take(caller, onRate) {
      const used = await limiter.consume(caller).catch(refusalOf);
      onRate(stateOf(used, limit));
      if (used.consumedPoints > limit) throw rateLimited(used);
    },
    async check(caller, onRate) {
      const used = await limiter.get(caller);
      if (used === null || used.consumedPoints < limit) return;
      onRate(stateOf(used, limit));
      throw rateLimited(used);
    },
  };
}

/** Counts a request on a key's minute: the key's own limit or its tier's. Throws `Failure("rate_limited")`. */
export type KeyLimit = (record: KeyRecord, onRate: OnRate) => Promise<void>;

export function createKeyLimit(limitOfTier: Readonly<Record<Tier, number>>): KeyLimit {
  // The library counts against a fixed number, so there is one limiter for each number in use: a handful.
  const limits = new Map<number, MinuteLimit>();
  return async (record, onRate) => {
    const limit = record.rateLimitPerMinute ?? limitOfTier[record.tier];
    if (limit === "unlimited") return;
    const minute = limits.get(limit) ?? createMinuteLimit(limit);
    limits.set(limit, minute);
    await minute.take(record.id, onRate);
  };
}

/** The library rejects with the state of the window where it is used up, and with an `Error` where it fails. */
function refusalOf(reason: unknown): RateLimiterRes {
  if (reason instanceof RateLimiterRes) return reason;
  throw reason;
}

function stateOf(used: RateLimiterRes, limit: number): RateState {
  return { limit, remaining: Math.max(0, limit - used.consumedPoints), resetS: Math.ceil(used.msBeforeNext / 1000) };
}

function rateLimited(used: RateLimiterRes): Failure {
  return new Failure("rate_limited", { retryAfterS: Math.ceil(used.msBeforeNext / 1000) });
}
