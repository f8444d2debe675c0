const head = (from: string, subject: string, further: readonly string[] = []): string[] => [
  `From: ${from}`,
  'To: poststelle@stadt-lohwerda.example',
  `Subject: ${subject}`,
  'Date: Mon, 16 Nov 2026 08:00:00 +0000',
  `Message-ID: <${subject.replace(/[^a-z0-9]/gi, '-')}@versand.example>`,
  ...further,
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
];

/** A newsletter that tells its sender that it was read, by a pixel, pictures, a style sheet and a script. */
export const trackingMail = (): Buffer =>
  Buffer.from(
    [
      ...head('Verband <news@verband.example>', 'Rundbrief November', [
        'List-Unsubscribe: <https://verband.invalid/abmelden>',
      ]),
      '<html><head><link rel="stylesheet" href="https://verband.invalid/stil.css"></head>',
      '<body background="https://verband.invalid/grund.png"><h1>Rundbrief November</h1>',
      '<table><tr><td><img src="https://verband.invalid/logo.png" alt="Logo des Verbands" width="200"></td></tr>',
      '<tr><td><p>Liebe Mitglieder, <b>unsere Tagung</b> beginnt um 10 Uhr.</p>',
      '<p><a href="https://zaehler.invalid/?ziel=tagung">www.verband.example/tagung</a></p></td></tr></table>',
      '<img src="https://zaehler.invalid/offen.gif?wer=4711" width="1" height="1" alt="">',
      '<script>fetch("https://zaehler.invalid/skript")</script></body></html>',
      '',
    ].join('\r\n'),
  );

/** A demand for money under the name of the city itself, whose answers go elsewhere. */
export const spoofedMail = (): Buffer =>
  Buffer.from(
    [
      ...head(
        '"Stadt Lohwerda <kasse@stadt-lohwerda.example>" <kasse@zahlung.example>',
        'Letzte Mahnung',
        ['Reply-To: konto@anderswo.example'],
      ),
      '<p>Bitte zahlen Sie heute noch an die neue Bankverbindung der Stadtkasse.</p>',
      '',
    ].join('\r\n'),
  );
