// How a setting is declared: beside the code that uses it, as a JSON Schema fragment with its variable and a sentence.
// config.ts joins the tables and validates them; the README's table is made from the same declarations.

interface Common {
  readonly env: `SMARTOCR_${string}`;
  /** One sentence for an operator, with the unit. */
  readonly about: string;
  /** Read from the file that `<env>_FILE` names as well, and never shown. */
  readonly secret?: true;
}

interface IntegerSetting extends Common {
  readonly type: "integer";
  readonly default: number | null;
  readonly minimum: number;
  readonly maximum?: number;
}

interface NumberSetting extends Common {
  readonly type: "number";
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}

interface BooleanSetting extends Common {
  readonly type: "boolean";
  readonly default: boolean;
}

interface StringSetting extends Common {
  readonly type: "string";
  readonly default: string | null;
  readonly enum?: readonly string[];
}

/** A comma-separated list that holds no item twice. */
interface ListSetting extends Common {
  readonly type: "list";
  readonly default: readonly string[];
  readonly enum?: readonly string[];
}

export type Setting = IntegerSetting | NumberSetting | BooleanSetting | StringSetting | ListSetting;
export type SettingTable = Readonly<Record<string, Setting>>;

type TypeOf<S extends Setting> = S extends { type: "list" }
  ? readonly (S extends { enum: readonly (infer Option)[] } ? Option : string)[]
  : S extends { type: "boolean" }
    ? boolean
    : S extends { type: "string" }
      ? S["default"] extends string
        ? string
        : string | null
      : S["default"] extends number
        ? number
        : number | null;

/** The values of a table of settings, by their names in code. */
export type SettingValues<Table extends SettingTable> = { readonly [Name in keyof Table]: TypeOf<Table[Name]> };

/** Keeps the literal types of a table, so that its values are typed exactly. */
export function defineSettings<const Table extends SettingTable>(table: Table): Table {
  return table;
}
