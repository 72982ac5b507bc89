import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { Features } from "lightningcss";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
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

/** Writes a compressed twin beside every script and style sheet, as they stand in the end, so that the server has nothing to compress. */
function compressed(): Plugin {
  return {
    name: "milepost-compressed",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
        const file = join(dir!, name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "/static/build/",
  root: place("."),
  publicDir: false,
  plugins: [icons(), compressed()],
  build: {
    outDir: place("../src/milepost/web/static/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    assetsInlineLimit: 0,
    target: ["chrome125", "firefox129", "safari17.5"],
    rolldownOptions: {
      input: { main: place("src/main.ts"), plan: place("src/plan/main.ts") },
      output: { entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
    },
  },
  css: { transformer: "lightningcss", lightningcss: { exclude: Features.LightDark } },
  test: { include: ["tests/**/*.test.ts"] },
});
