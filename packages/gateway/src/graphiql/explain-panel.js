/**
 * Runs in the browser, before GraphiQL: a switch that asks for an explanation with each operation, and a panel that shows it beside
 * the answer. It changes what GraphiQL's own fetch sends and receives, because the bundled GraphiQL takes no plugins. The page holds
 * the text of this function, so it uses nothing from outside of it.
 */
export function explainPanel() {
  const storageKey = 'causeway:explain';
  let isOn = localStorage.getItem(storageKey) === 'on';

  /** An element with classes, text or children; text is never read as HTML. */
  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className !== '') element.className = className;
    element.append(...children.filter((child) => child !== undefined));
    return element;
  };
  const ms = (duration) => `${duration.toFixed(1)} ms`;
  const count = (number, thing) => `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;

  const content = make('div', 'explain-content');
  const toggle = make('button', 'explain-toggle');
  const panel = make('aside', 'explain-panel', make('header', '', make('h2', '', 'What ran where')), content);
  panel.setAttribute('aria-label', 'What ran where');

  const show = (...children) => content.replaceChildren(...children);
  const hint = (text) => make('p', 'explain-hint', text);

  function setOn(on) {
    isOn = on;
    localStorage.setItem(storageKey, on ? 'on' : 'off');
    toggle.textContent = on ? 'Explain: on' : 'Explain: off';
    toggle.setAttribute('aria-pressed', String(on));
    document.body.classList.toggle('explain-open', on);
    if (content.childElementCount === 0) {
      show(
        hint(
          'Run an operation: its plan, its statements and what travelled between the clusters stand here. Each statement runs twice.',
        ),
      );
    }
  }

  function stageBar(stages) {
    const total = stages.reduce((sum, { durationMs }) => sum + durationMs, 0) || 1;
    const parts = stages.map(({ stage, durationMs }) => {
      const part = make('span', `explain-stage explain-stage-${stage}`);
      part.style.flexGrow = String(durationMs / total);
      part.title = `${stage}: ${ms(durationMs)}`;
      return part;
    });
    const legend = stages.map(({ stage, durationMs }) =>
      make('li', '', make('i', `explain-stage-${stage}`), `${stage} ${ms(durationMs)}`),
    );
    return [make('div', 'explain-bar', ...parts), make('ul', 'explain-legend', ...legend)];
  }

  function remoteRow({ cte, cluster, sql, loops, rows, roundTrips, durationMs }) {
    const cells =
      loops === 0
        ? ['not needed', '', '']
        : [count(rows ?? 0, 'row'), count(roundTrips ?? 0, 'round trip'), ms(durationMs ?? 0)];
    const line = make('tr', loops > 1 ? 'explain-repeated' : '', make('td', '', cte ?? ''), make('td', '', cluster));
    line.append(...cells.map((text) => make('td', 'explain-number', text)));
    const statement = make('td', 'explain-sql', sql);
    statement.colSpan = 5;
    return [line, make('tr', '', statement)];
  }

  /** A fetch, indented below the one whose rows give its keys. */
  function planLine(text) {
    const line = make('div', '', text.trim());
    const depth = (text.length - text.trimStart().length) / 2;
    line.style.marginLeft = `${depth - 1}rem`;
    return line;
  }

  function statementPart({ key, plan, cluster, route, sql, parameters, durationMs, failed, warnings, analyzed }) {
    const [, ...fetches] = plan.trimEnd().split('\n');
    const part = make(
      'section',
      '',
      make('h3', '', key, make('small', '', ` ${cluster}, ${route}, ${ms(durationMs)}${failed ? ', failed' : ''}`)),
      ...warnings.map(({ fetch, message }) => make('p', 'explain-warning', make('b', '', fetch), ` ${message}`)),
      make('div', 'explain-plan', ...fetches.map(planLine)),
    );
    if (analyzed !== undefined) {
      const { remote, roundTrips } = analyzed;
      const text =
        remote.length === 0 ? 'No other cluster was asked.' : `${count(roundTrips, 'round trip')} between the clusters`;
      part.append(make('p', 'explain-trips', text), make('table', '', make('tbody', '', ...remote.flatMap(remoteRow))));
    } else if (!failed) part.append(hint('It could not be run again to be measured.'));
    const values = parameters.map((value, index) => `$${index + 1} = ${JSON.stringify(value)}`).join('\n');
    part.append(make('details', '', make('summary', '', 'SQL'), make('pre', '', `${sql}\n\n${values}`.trim())));
    return part;
  }

  function showAnswer({ errors = [], extensions }) {
    const explain = extensions?.explain;
    if (explain === undefined) {
      const forbidden = errors.some((error) => error.extensions?.scope === 'plan:read');
      show(hint(forbidden ? 'These credentials lack the scope plan:read.' : 'Nothing ran: the operation was refused.'));
      return;
    }
    show(
      make('p', 'explain-total', `Answered in ${ms(explain.durationMs)}`),
      ...stageBar(explain.stages),
      ...explain.statements.map(statementPart),
    );
  }

  /** The operation that a call of fetch sends; undefined for anything else, and for GraphiQL's own questions about the schema. */
  function operationOf(init) {
    if (init?.method !== 'POST' || typeof init.body !== 'string') return undefined;
    try {
      const body = JSON.parse(init.body);
      return typeof body?.query === 'string' && !body.query.includes('__schema') ? body : undefined;
    } catch {
      return undefined;
    }
  }

  const plainFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const operation = isOn ? operationOf(init) : undefined;
    if (operation === undefined) return await plainFetch(input, init);
    const body = JSON.stringify({ ...operation, extensions: { ...operation.extensions, explain: true } });
    const response = await plainFetch(input, { ...init, body });
    if (response.headers.get('content-type')?.includes('json') !== true) return response;
    const answer = await response.json();
    showAnswer(answer);
    // GraphiQL shows the answer as it would be without.
    const { explain: _explain, ...others } = answer.extensions ?? {};
    const { extensions: _extensions, ...shown } = answer;
    const plain = Object.keys(others).length === 0 ? shown : { ...shown, extensions: others };
    const { status, headers } = response;
    return new Response(JSON.stringify(plain), { status, headers: { 'content-type': headers.get('content-type') } });
  };

  addEventListener('DOMContentLoaded', () => {
    toggle.addEventListener('click', () => setOn(!isOn));
    document.body.append(toggle, panel);
    setOn(isOn);
  });
}
