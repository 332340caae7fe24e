import { describe, expect, it } from "vitest";
import { ApiError, toApiError } from "@/shared/api/errors";
import { refusalOf, serverRefusal } from "./refusal";
import { roleOf, rolesToGive } from "./roles";

const refused = (code: string) => new ApiError(409, code, "no");

describe("why connecting was refused", () => {
  it("stands beside the field that can be mended", () => {
    expect(refusalOf(refused("wrong_credentials"), "server", []).field).toBe("password");
    expect(refusalOf(refused("unreachable"), "server", []).field).toBe("server");
    expect(refusalOf(refused("unreachable"), "link", []).field).toBe("link");
    expect(refusalOf(refused("not_found"), "link", []).field).toBe("link");
  });
  it("is a question the first time a code is asked for, and a mistake after that", () => {
    expect(refusalOf(refused("totp_required"), "server", [])).toMatchObject({ asksFor: "totp" });
    expect(refusalOf(refused("totp_required"), "server", ["totp"])).toMatchObject({
      asksFor: null,
      field: "totp",
      text: "sync.error.wrong_code",
    });
  });
  it("names the workspaces that there are to choose from", () => {
    const choices = [{ id: "1", name: "Acme" }];
    const error = toApiError(409, { code: "which_workspace", message: "", details: { fields: {}, choices } });
    expect(refusalOf(error, "server", [])).toMatchObject({ asksFor: "workspace", choices });
  });
  it("tells an address that is none, whatever is wrong with it", () => {
    const error = new ApiError(422, "validation", "no", { server: "is no address" });
    expect(refusalOf(error, "server", [])).toMatchObject({ field: "server", text: "sync.error.server" });
  });
  it("says what the app said where this version knows no better", () => {
    expect(refusalOf(refused("something_new"), "server", [])).toMatchObject({
      field: null,
      text: null,
      message: "no",
    });
    expect(refusalOf(new Error("broken"), "server", []).message).toBe("broken");
  });
});

describe("why the server changed nothing", () => {
  it("is said in the language of the screen where it is known", () => {
    expect(serverRefusal(refused("last_owner"))).toBe("sync.error.last_owner");
    expect(serverRefusal(refused("something_new"))).toBeNull();
    expect(serverRefusal(new Error("broken"))).toBeNull();
  });
});

describe("roles", () => {
  it("are given up to one's own, and to nobody above", () => {
    expect(rolesToGive("owner", "owner")).toEqual(["viewer", "member", "admin", "owner"]);
    expect(rolesToGive("admin", "member")).toEqual(["viewer", "member", "admin"]);
    expect(rolesToGive("admin", "owner")).toEqual([]);
    expect(rolesToGive("member")).toEqual([]);
    expect(rolesToGive("viewer")).toEqual([]);
  });
  it("that a later server makes up count as the least", () => expect(roleOf("emperor")).toBe("viewer"));
});
