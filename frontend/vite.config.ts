import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { names } from "./icons.ts";

interface IconSet {
  icons: Record<string, { body: string }>;
  aliases?: Record<string, { parent: string }>;
}

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Writes the few icons that are used as `icons.json`, which the server inlines into its pages. */
function icons(): Plugin {
  return {
    name: "milepost-icons",
    generateBundle() {
      const set: IconSet = JSON.parse(readFileSync(place("node_modules/@iconify-json/lucide/icons.json"), "utf8"));
      const body = (name: string): string => {
        const found = set.icons[name]?.body ?? (set.aliases?.[name] && body(set.aliases[name].parent));
        return found ?? this.error(`Lucide has no icon named ${name}`);
      };
      const used = Object.fromEntries(names.map((name) => [name, body(name)]));
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify(used) });
    },
  };
}

export default defineConfig({
  base: "/static/build/",
  root: place("."),
  publicDir: false,
  plugins: [icons()],
  build: {
    outDir: place("../src/milepost/web/static/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    assetsInlineLimit: 0,
    cssMinify: "lightningcss",
    rolldownOptions: {
      input: { main: place("src/main.ts"), gantt: place("src/gantt/main.ts") },
      output: { entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
    },
  },
  css: { transformer: "lightningcss", lightningcss: { targets: { chrome: 125 << 16, firefox: 129 << 16, safari: (17 << 16) | (5 << 8) } } },
  test: { include: ["tests/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
