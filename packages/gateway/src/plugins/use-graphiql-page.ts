import { type Plugin, shouldRenderGraphiQL } from 'graphql-yoga';
import { explainPanel } from '../graphiql/explain-panel.js';
import { explainPanelStyle } from '../graphiql/explain-panel-style.ts';
import { exampleTabs } from '../server/example-tabs.ts';
import { graphqlPath } from './use-routes.ts';

/**
 * Shows GraphiQL to browsers. The page holds all its scripts, fonts and workers, so it works without any network.
 * It is loaded at the first visit and kept: nine megabytes are not joined anew for each visit, and cost a process without one nothing.
 */
export function useGraphiqlPage(): Plugin {
  let page: Promise<string> | undefined;
  return {
    async onRequest({ request, fetchAPI, endResponse }) {
      if (!shouldRenderGraphiQL(request)) return;
      page ??= renderPage();
      endResponse(new fetchAPI.Response(await page, { headers: { 'content-type': 'text/html; charset=utf-8' } }));
    },
  };
}

/** GraphiQL with the panel that shows what ran where, whose script has to run before GraphiQL's. */
async function renderPage(): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({ title: 'Causeway', endpoint: graphqlPath, defaultTabs: [...exampleTabs] });
  const panel = `<style>${explainPanelStyle}</style><script>(${explainPanel})();</script>`;
  const root = '<div id="root"></div>';
  return page.replace(root, () => `${root}${panel}`);
}
