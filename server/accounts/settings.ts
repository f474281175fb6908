import { defineSettings } from "../settings.ts";

export const accountsSettings = defineSettings({
  dataDir: {
    env: "SMARTOCR_DATA_DIR",
    type: "string",
    default: "./data",
    about: "Folder that holds keys and credits; made readable by its owner alone.",
  },
  rateLimitFree: {
    env: "SMARTOCR_RATE_LIMIT_FREE",
    type: "integer",
    default: 10,
    minimum: 1,
    maximum: 1_000_000,
    about: "Requests a minute for each key of the tier free that carries no limit of its own.",
  },
  rateLimitPremium: {
    env: "SMARTOCR_RATE_LIMIT_PREMIUM",
    type: "integer",
    default: 100,
    minimum: 1,
    maximum: 1_000_000,
    about: "Requests a minute for each key of the tier premium that carries no limit of its own.",
  },
  rateLimitRefused: {
    env: "SMARTOCR_RATE_LIMIT_REFUSED",
    type: "integer",
    default: 30,
    minimum: 1,
    maximum: 1_000_000,
    about: "Requests a minute with a missing or invalid key from one address, so that keys can't be guessed fast.",
  },
  freeCredits: {
    env: "SMARTOCR_FREE_CREDITS",
    type: "integer",
    default: 500,
    minimum: 0,
    maximum: 1_000_000_000,
    about: "Credits that a new key starts with where its maker names none; an extraction costs one.",
  },
});
