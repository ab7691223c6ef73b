# syntax=docker/dockerfile:1

# The program is JavaScript, the same for arm64 and amd64, and is made on whatever machine builds.
FROM --platform=$BUILDPLATFORM node:24-slim AS build
WORKDIR /src
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/sql/package.json packages/sql/
COPY packages/schema/package.json packages/schema/
COPY packages/gateway/package.json packages/gateway/
RUN npx -y pnpm@12 install --frozen-lockfile --filter "@causeway/gateway..."
COPY packages packages
# The link is made here: nothing runs in the stage below, so that no builder has to emulate another architecture.
RUN node packages/gateway/bundle/bundle.ts /out/app \
 && mkdir -p /out/usr/local/bin && ln -s /app/causeway.mjs /out/usr/local/bin/causeway

# Pin it by digest where you build: docker buildx imagetools inspect node:24-slim
FROM node:24-slim
ENV NODE_ENV=production
COPY --from=build /out/ /
WORKDIR /app
USER 1000:1000
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.CAUSEWAY_PORT || 4000) + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["causeway"]
CMD ["serve"]
