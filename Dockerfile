# syntax=docker/dockerfile:1

# Panels are built with everything; the image that runs carries neither the builder nor its packages.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY sandbox/package.json sandbox/
RUN npm ci --ignore-scripts
COPY frontend frontend
COPY server/contract server/contract
RUN npm run build

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY sandbox/package.json sandbox/
# Without optional ones: the image brings its own Node.
RUN npm ci --ignore-scripts --omit=dev --omit=optional --workspaces=false

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    DATA_DIR=/data \
    NODE_COMPILE_CACHE=/tmp/compile-cache
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist/panels dist/panels
COPY package.json atlassian-connect.json ./
COPY migrations migrations
COPY views views
COPY server server
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main/web.ts"]
