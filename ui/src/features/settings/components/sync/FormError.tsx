/** What is wrong with a whole form. */
export function FormError({ text }: { text: string | null }) {
  if (!text) return null;
  return (
    <p role="alert" className="selectable text-danger-text">
      {text}
    </p>
  );
}
