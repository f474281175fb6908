// The arrows of the house (README, "How it is laid out"). scripts/test.ts runs it; test/architecture.test.ts shows that
// it sees a planted violation.

const steps = ["schema", "intake", "pages", "reading", "fields"];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nobody-imports-api",
      severity: "error",
      from: { path: "^server/", pathNot: "^server/(api/|app\\.ts|main\\.ts|config\\.ts|cli/)" },
      to: { path: "^server/api/" },
    },
    {
      name: "only-api-knows-http",
      severity: "error",
      from: { path: "^server/", pathNot: "^server/(api/|app\\.ts|main\\.ts|cli/)" },
      to: { path: "^(node:)?https?$|node_modules/(express|multer|helmet)/" },
    },
    {
      name: "only-accounts-know-keys",
      severity: "error",
      from: { path: "^server/(pipeline|isolation|telemetry)/" },
      to: { path: "^server/accounts/" },
    },
    {
      name: "isolation-is-a-leaf",
      severity: "error",
      from: { path: "^server/isolation/" },
      to: { path: "^server/(?!isolation/|errors\\.ts|settings\\.ts)" },
    },
    {
      name: "telemetry-is-a-leaf",
      severity: "error",
      from: { path: "^server/telemetry/" },
      to: { path: "^server/(?!telemetry/|settings\\.ts)" },
    },
    {
      name: "words-are-a-leaf",
      severity: "error",
      from: { path: "^server/pipeline/(document|page|target)\\.ts$" },
      to: { path: "^server/(?!pipeline/(document|page|target)\\.ts)" },
    },
    ...steps.map((step) => ({
      name: `${step}-imports-no-other-step`,
      severity: "error",
      from: { path: `^server/pipeline/${step}/`, pathNot: "\\.test\\.ts$" },
      to: { path: `^server/pipeline/(${steps.filter((other) => other !== step).join("|")}|tasks)/` },
    })),
    {
      name: "pipeline-stands-alone",
      severity: "error",
      from: { path: "^server/pipeline/" },
      to: { path: "^server/(api|accounts|cli|dashboard|telemetry)/|^server/(app|main|config|workers)\\.ts$" },
    },
    {
      name: "fields-know-no-pdf",
      severity: "error",
      from: { path: "^server/pipeline/fields/" },
      to: { path: "node_modules/(@hyzyla|@neslinesli93|sharp|@napi-rs|onnxruntime-node)/" },
    },
    {
      name: "server-imports-no-scripts",
      severity: "error",
      from: { path: "^server/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(scripts|test)/" },
    },
    {
      name: "no-dev-dependency-ships",
      severity: "error",
      from: { path: "^server/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
