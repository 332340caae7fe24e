/** How the UI is built and unit-tested. */
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const address = process.env.MYCRM_API ?? "http://127.0.0.1:8000";
const program = {
  target: address,
  changeOrigin: true,
  // The program takes changes from its own page only, and this one stands in for it.
  headers: { origin: address },
};

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "dist",
    // WebKitGTK 2.4x and WKWebView stand at the Safari 17 baseline.
    target: ["safari17", "chrome120", "firefox120"],
    // The content security policy allows fonts from 'self' only, so nothing becomes a data: URL.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    // `npm run dev` serves the sources, changed in the page while you write. Start `mycrm-headless serve` first and open
    // the path and code of the link it prints here: http://127.0.0.1:5173/sign-in?code=…
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: { "/api": program, "/sign-in": program },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node" },
});
