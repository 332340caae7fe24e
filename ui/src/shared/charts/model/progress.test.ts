import { expect, it } from "vitest";
import { progressLayout } from "./progress";

const data = { booked: 40, expected: 90, low: 70, high: 120, quota: 100 };
const size = (rtl: boolean) => ({ width: 500, height: 80, rtl });

it("puts what is expected on top of what is booked", () => {
  const { booked, expected, track } = progressLayout(data, size(false));
  expect(booked.x + booked.width).toBeCloseTo(expected.x);
  expect(expected.x + expected.width).toBeLessThan(track.x + track.width);
});

it("runs the other way where reading does", () => {
  const { booked, expected, quota } = progressLayout(data, size(true));
  expect(expected.x + expected.width).toBeCloseTo(booked.x);
  expect(quota).toBeLessThan(expected.x);
});

it("has room for a quota far off and none for a missing one", () => {
  const far = progressLayout({ ...data, quota: 1000 }, size(false));
  expect(far.quota).toBeLessThanOrEqual(far.track.x + far.track.width);
  expect(progressLayout({ ...data, quota: null }, size(false)).quota).toBeNull();
});
