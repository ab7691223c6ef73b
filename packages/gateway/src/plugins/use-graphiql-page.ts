import { type Plugin, shouldRenderGraphiQL } from 'graphql-yoga';
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

async function renderPage(): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL({ title: 'Causeway', endpoint: graphqlPath, defaultTabs: [...exampleTabs] });
}
