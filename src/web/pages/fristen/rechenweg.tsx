/** The calculation, sentence by sentence. */
export const Rechenweg = ({ saetze }: { saetze: readonly string[] }) => (
  <ol class="reasons">
    {saetze.map((satz) => (
      <li key={satz}>{satz}</li>
    ))}
  </ol>
);
