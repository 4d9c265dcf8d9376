# osb-kit as an image: docker build -t osb-kit . && docker run --rm -p 8080:8080 -v broker:/data osb-kit
# Applications that reach it elsewhere than at http://localhost:8080 need -e OSB_PUBLIC_URL=http://…
# The image runs `osb broker` unless another command of `osb` is given: docker run --rm osb-kit validate --help
FROM node:22-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci \
 && npm run build \
 && npm prune --omit=dev \
 && find packages -name src -prune -exec rm -r {} +

FROM node:22-bookworm-slim
ENV NODE_ENV=production
RUN install -d -o 1000 -g 1000 -m 0700 /data
WORKDIR /app
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/packages ./packages
USER 1000:1000
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/packages/cli/bundle/osb.js"]
CMD ["broker", "--host", "0.0.0.0", "--port", "8080", "--data-dir", "/data"]
