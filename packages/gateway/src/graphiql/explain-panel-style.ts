/** The looks of the panel, in GraphiQL's light and dark. */
export const explainPanelStyle = /* css */ `
.explain-toggle {
  position: fixed;
  right: 1rem;
  bottom: 0.75rem;
  z-index: 20;
  padding: 0.4rem 0.8rem;
  border: 1px solid #8886;
  border-radius: 1rem;
  font:
    600 13px system-ui,
    sans-serif;
  color: #444;
  background: #fff;
  cursor: pointer;
}
.explain-toggle[aria-pressed="true"] {
  color: #fff;
  background: #7a3ff2;
  border-color: #7a3ff2;
}
.explain-panel {
  display: none;
  position: fixed;
  inset: 0 0 0 auto;
  width: min(38rem, 46vw);
  box-sizing: border-box;
  padding: 1rem 1.25rem 4rem;
  overflow: auto;
  font:
    13px / 1.5 system-ui,
    sans-serif;
  color: #24292f;
  background: #fff;
  border-left: 1px solid #8884;
}
.explain-open .explain-panel {
  display: block;
}
.explain-open .graphiql-container {
  width: calc(100vw - min(38rem, 46vw));
  min-width: 0;
}
.explain-panel h2 {
  margin: 0 0 0.5rem;
  font-size: 16px;
}
.explain-panel h3 {
  margin: 0;
  font-size: 14px;
}
.explain-panel section {
  margin-top: 1rem;
  padding-top: 0.75rem;
  border-top: 1px solid #8883;
}
.explain-panel small,
.explain-hint {
  color: #656d76;
  font-weight: 400;
}
.explain-total {
  margin: 0;
  font-size: 15px;
}
.explain-bar {
  display: flex;
  height: 10px;
  margin: 0.5rem 0;
  border-radius: 5px;
  overflow: hidden;
}
.explain-stage {
  flex-basis: 2px;
}
.explain-legend {
  display: flex;
  flex-wrap: wrap;
  gap: 0 1rem;
  margin: 0;
  padding: 0;
  list-style: none;
}
.explain-legend i {
  display: inline-block;
  width: 9px;
  height: 9px;
  margin-right: 0.35rem;
  border-radius: 2px;
}
.explain-stage-parse {
  background: #8250df;
}
.explain-stage-validate {
  background: #bf87ff;
}
.explain-stage-selection {
  background: #218bff;
}
.explain-stage-plan {
  background: #54aeff;
}
.explain-stage-compile {
  background: #4ac26b;
}
.explain-stage-execute {
  background: #d4a72c;
}
.explain-warning {
  margin: 0.5rem 0;
  padding: 0.5rem 0.75rem;
  color: #6b4700;
  background: #fff4d6;
  border-left: 3px solid #d4a72c;
  border-radius: 3px;
}
.explain-panel pre,
.explain-sql {
  font:
    12px / 1.5 ui-monospace,
    Menlo,
    Consolas,
    monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.explain-plan {
  padding: 0.5rem 0.75rem;
  font:
    12px / 1.5 ui-monospace,
    Menlo,
    Consolas,
    monospace;
  background: #f6f8fa;
  border-radius: 4px;
}
.explain-plan div {
  padding-left: 1rem;
  text-indent: -1rem;
  overflow-wrap: anywhere;
}
.explain-trips {
  margin: 0.5rem 0 0.25rem;
  font-weight: 600;
}
.explain-panel table {
  width: 100%;
  border-collapse: collapse;
}
.explain-panel td {
  padding: 0.15rem 0.5rem 0.15rem 0;
  vertical-align: top;
}
.explain-number {
  text-align: right;
  white-space: nowrap;
}
.explain-sql {
  padding-bottom: 0.5rem;
  color: #656d76;
}
.explain-repeated td {
  color: #cf222e;
  font-weight: 600;
}
.explain-panel summary {
  cursor: pointer;
}
body.graphiql-dark .explain-panel {
  color: #e6edf3;
  background: #1c212a;
}
body.graphiql-dark .explain-toggle[aria-pressed="false"] {
  color: #e6edf3;
  background: #2a313c;
}
body.graphiql-dark .explain-plan {
  background: #262d37;
}
body.graphiql-dark .explain-warning {
  color: #ffe2a0;
  background: #4a3a12;
}
body.graphiql-dark :is(.explain-panel small, .explain-hint, .explain-sql) {
  color: #9da7b3;
}
`;
