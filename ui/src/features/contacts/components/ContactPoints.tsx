/** Further emails and phone numbers of a contact, edited in place; any of them can become the primary one. */
import { Ellipsis, Mail, Phone, Plus, Star, Trash2 } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "@/shared/api/types";
import { IconButton } from "@/shared/components/Button";
import { Menu, MenuItem } from "@/shared/components/Menu";
import { focusSoon } from "@/shared/hooks/focusSoon";
import { isDelete } from "@/shared/hooks/isDelete";
import { contact as definition } from "@/shared/records/definitions/contact";
import { AddressLink } from "@/shared/records/fields/FieldLink";
import { useUpdate } from "@/shared/records/useUpdate";
import {
  furtherOf,
  KINDS,
  type Point,
  type PointKind,
  problemOf,
  withoutPoint,
  withPoint,
  withPrimary,
} from "../model/points";
import { PointForm } from "./PointForm";

const ADD = "[data-add]";
const VALUE = "#point-value";
const NAME = { emails: "field.emails", phones: "field.phones" } as const;

interface Place {
  kind: PointKind;
  /** Null for a new one. */
  at: number | null;
}

export function ContactPoints({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const update = useUpdate(definition);
  const box = useRef<HTMLElement>(null);
  const [editing, setEditing] = useState<Place | null>(null);
  const rows = KINDS.flatMap((kind) => furtherOf(contact, kind).map((point, at) => ({ kind, point, at })));

  // A menu holds the focus until it has closed: what was chosen says where it goes then.
  const wish = useRef<string | null>(null);
  const focusAfter = () => {
    const selector = wish.current;
    wish.current = null;
    return selector ? (box.current?.querySelector<HTMLElement>(selector) ?? null) : null;
  };
  const leave = (selector: string) => {
    setEditing(null);
    wish.current = selector;
    focusSoon(box.current, selector);
  };
  const begin = (kind: PointKind) => {
    wish.current = VALUE;
    setEditing({ kind, at: null });
  };
  const save = (kind: PointKind, values: Record<string, unknown>, selector: string) => {
    update.mutate({ id: contact.id, values, message: t("record.field_saved", { field: t(NAME[kind]) }) });
    leave(selector);
  };
  const form = ({ kind, at }: Place, point?: Point) => {
    const back = at === null ? ADD : placeOf(kind, at);
    return (
      <PointForm
        kind={kind}
        {...(point ? { point } : {})}
        check={(value) => problemOf(contact, kind, value, at)}
        onSave={(next) => save(kind, withPoint(contact, kind, next, at), back)}
        onCancel={() => leave(back)}
        {...(at === null ? {} : { onRemove: () => save(kind, withoutPoint(contact, kind, at), ADD) })}
      />
    );
  };
  return (
    <section ref={box} aria-label={t("record.point.title")} className="border-t px-5 py-3">
      <div className="flex h-8 items-center">
        <h2 className="text-xs font-semibold text-faint">{t("record.point.title")}</h2>
        <Menu
          align="end"
          focusAfter={focusAfter}
          trigger={
            <IconButton
              label={t("record.point.add")}
              data-add
              disabled={editing !== null}
              className="-mr-2 ml-auto size-7!"
            >
              <Plus size={14} />
            </IconButton>
          }
        >
          <MenuItem icon={<Mail size={14} />} onSelect={() => begin("emails")}>
            {t("record.point.add_email")}
          </MenuItem>
          <MenuItem icon={<Phone size={14} />} onSelect={() => begin("phones")}>
            {t("record.point.add_phone")}
          </MenuItem>
        </Menu>
      </div>
      <ul>
        {rows.map(({ kind, point, at }) => (
          <li key={`${kind}-${at}`}>
            {editing?.kind === kind && editing.at === at ? (
              form(editing, point)
            ) : (
              <Row
                kind={kind}
                point={point}
                place={`${kind}-${at}`}
                disabled={editing !== null}
                focusAfter={focusAfter}
                onEdit={() => setEditing({ kind, at })}
                onPrimary={() => save(kind, withPrimary(contact, kind, at), placeOf(kind, at))}
                onRemove={() => save(kind, withoutPoint(contact, kind, at), ADD)}
              />
            )}
          </li>
        ))}
      </ul>
      {editing?.at === null && form(editing)}
      {rows.length === 0 && editing === null && <p className="pb-1 text-faint">{t("record.none_yet")}</p>}
    </section>
  );
}

function placeOf(kind: PointKind, at: number): string {
  return `[data-point="${kind}-${at}"]`;
}

interface RowProps {
  kind: PointKind;
  point: Point;
  place: string;
  /** While another one is edited: what was typed there is not to be lost. */
  disabled: boolean;
  focusAfter: () => HTMLElement | null;
  onEdit: () => void;
  onPrimary: () => void;
  onRemove: () => void;
}

function Row({ kind, point, place, disabled, focusAfter, onEdit, onPrimary, onRemove }: RowProps) {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent) => {
    if (isDelete(event)) onRemove();
  };
  return (
    <div className="-mx-2 flex items-center">
      <button
        type="button"
        data-point={place}
        disabled={disabled}
        aria-keyshortcuts="Delete"
        onClick={onEdit}
        onKeyDown={onKeyDown}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
      >
        <span className="sr-only">{t("record.edit_field", { field: t(NAME[kind]) })} </span>
        <span className="min-w-0 truncate" title={point.value}>
          {point.value}
        </span>
        {point.label && <span className="max-w-24 shrink-0 truncate text-xs text-muted">{point.label}</span>}
      </button>
      <AddressLink kind={kind === "emails" ? "email" : "phone"} text={point.value} />
      <Menu
        align="end"
        focusAfter={focusAfter}
        trigger={
          <IconButton
            label={t("record.point.more", { name: point.value })}
            disabled={disabled}
            className="size-8! text-faint!"
          >
            <Ellipsis size={14} />
          </IconButton>
        }
      >
        <MenuItem icon={<Star size={14} />} onSelect={onPrimary}>
          {t("record.point.make_primary")}
        </MenuItem>
        <MenuItem danger icon={<Trash2 size={14} />} onSelect={onRemove}>
          {t("common.remove_named", { name: point.value })}
        </MenuItem>
      </Menu>
    </div>
  );
}
