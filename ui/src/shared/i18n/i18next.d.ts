/** Tells i18next which keys exist, so that a misspelt key does not compile. */
import "i18next";
import type { en } from "./resources";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}
