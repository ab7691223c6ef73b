/** Puts the switch and the panel into a page of GraphiQL, in a browser. */
export function explainPanel(): void;
