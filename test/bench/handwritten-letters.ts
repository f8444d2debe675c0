/** A letter that was written by hand for measuring, in words that the generator of the sample does not use. */
export interface HandwrittenLetter {
  kind: string;
  einheit: string;
  text: string;
}

const letter = (kind: string, einheit: string, text: string): HandwrittenLetter => ({
  kind,
  einheit,
  text,
});

/** What the model must also be able to sort although no template ever produced it. */
export const handwrittenLetters: readonly HandwrittenLetter[] = [
  letter(
    'widerspruch',
    '20',
    'Betr. Ihre Forderung für unseren Dackel. Ich sehe das nicht ein und widerspreche. Das Tier lebt seit Ostern bei meiner Schwester in Plauen, dort zahlt sie auch die Abgabe für den Hund. Nehmen Sie den Bescheid zurück.',
  ),
  letter(
    'widerspruch',
    '20',
    'Grundsteuer 2026. Der neue Messbetrag kann nicht stimmen, das Haus ist von 1911 und halb so groß. Gegen den Grundsteuerbescheid erhebe ich Widerspruch, die Begründung liefere ich nach.',
  ),
  letter(
    'widerspruch',
    '50',
    'Sie haben uns das Wohngeld gestrichen, weil mein Mann jetzt Rente bekommt. Davon sind aber 300 Euro Pflegegeld. Ich bitte das noch einmal nachzurechnen, so lange gilt das hier als Widerspruch.',
  ),
  letter(
    'widerspruch',
    '51',
    'Elternbeitrag ab September. Wir haben zwei Kinder in der Kita und Sie rechnen, als wäre es eins. Damit sind wir nicht einverstanden und widersprechen dem Bescheid.',
  ),
  letter(
    'widerspruch',
    '67',
    'Sie verbieten mir die Fällung der alten Birke an der Grenze. Der Baum ist krank, bei Sturm liegt er auf dem Dach. Ich lege gegen die Ablehnung Widerspruch ein.',
  ),
  letter(
    'einspruch-bussgeld',
    '32',
    'Falschparken am 3. Oktober. An dem Tag war mein Wagen in der Werkstatt, Rechnung anbei. Ich kann also gar nicht dort gestanden haben und zahle das Bußgeld nicht. Einspruch!',
  ),
  letter(
    'einspruch-bussgeld',
    '32',
    'Zum Bußgeldbescheid wegen 12 km/h zu viel: Fahrer war nicht ich. Das Blitzerfoto zeigt eine Frau. Ich erhebe Einspruch und möchte das Foto sehen.',
  ),
  letter(
    'einspruch-bussgeld',
    '32',
    'Ich soll 150 Euro zahlen, weil mein Hund ohne Leine lief. Das war nicht mein Hund. Gegen den Bescheid lege ich Einspruch ein, Zeugin ist meine Nachbarin.',
  ),
  letter(
    'antrag-wohngeld',
    '50',
    'Guten Tag, ich verdiene seit der Kurzarbeit nur noch 1100 Euro und die Miete ist 620 warm. Kann ich einen Zuschuss zur Miete bekommen? Ich beantrage Wohngeld für mich und meine Tochter, der Mietvertrag liegt bei.',
  ),
  letter(
    'antrag-wohngeld',
    '50',
    'Antrag auf Wohngeld als Lastenzuschuss. Wir wohnen im eigenen Häuschen und kommen mit der Rente nicht mehr hin. Einkommen und Kosten habe ich auf dem Formular eingetragen.',
  ),
  letter(
    'antrag-baugenehmigung',
    '63',
    'Auf unserem Grundstück wollen wir eine Garage mit Abstellraum bauen. Lageplan, Schnitte und Berechnung der Flächen sind dabei. Bitte erteilen Sie uns die Baugenehmigung.',
  ),
  letter(
    'antrag-baugenehmigung',
    '63',
    'Bauantrag für den Umbau der alten Bäckerei zu drei Wohnungen. Der Architekt hat die Bauvorlagen beigelegt, der Nachweis der Statik folgt.',
  ),
  letter(
    'nachreichung',
    '50',
    'Wie verlangt bekommen Sie heute meine Kontoauszüge der letzten drei Monate und die Bescheinigung vom Vermieter für den Wohngeldantrag. Hoffentlich ist nun alles komplett.',
  ),
  letter(
    'nachreichung',
    '63',
    'Anbei übersenden wir Ihnen den fehlenden Brandschutznachweis und den geänderten Lageplan zum laufenden Bauantrag. Damit liegen alle Unterlagen vor.',
  ),
  letter(
    'nachreichung',
    '34',
    'Sie wollten noch meinen Arbeitsvertrag und die letzten Lohnabrechnungen für die Aufenthaltserlaubnis. Beides liegt bei. Das Zeugnis vom Sprachkurs reiche ich nächste Woche nach.',
  ),
  letter(
    'rechnung',
    '20',
    'Rechnung Nr. 4711. Für die Lieferung von 40 Kartons Kopierpapier erlauben wir uns zu berechnen: netto 812,00, Mehrwertsteuer 154,28, zu zahlen 966,28 EUR. Zahlbar in 14 Tagen auf unser Konto.',
  ),
  letter(
    'rechnung',
    '66',
    'Schlussrechnung für die Ausbesserung der Fahrbahn in der Talstraße: 35 Tonnen Asphalt, Walze, Absperrung. Gesamtsumme 18.430,55 EUR einschließlich Umsatzsteuer. Bitte überweisen Sie ohne Abzug.',
  ),
  letter(
    'mahnung',
    '20',
    'Zweite Mahnung. Unsere Rechnung über die Wartung der Kopierer ist seit sechs Wochen offen. Bitte begleichen Sie die 412,30 EUR zuzüglich Mahnkosten von 5 EUR innerhalb von sieben Tagen.',
  ),
  letter(
    'mahnung',
    '66',
    'Zahlungserinnerung: Der Betrag für die gelieferten Laternenmasten steht noch aus. Sicher haben Sie es übersehen. Bleibt die Zahlung aus, übergeben wir an ein Inkassounternehmen.',
  ),
  letter(
    'beschwerde',
    '66',
    'Seit drei Wochen ist die Straßenlampe vor der Schule dunkel und im Gehweg ist ein Loch, in das gestern ein Kind gefallen ist. Ich habe schon zweimal angerufen, nichts passiert. Das ist eine Zumutung!',
  ),
  letter(
    'beschwerde',
    '32',
    'In der Kneipe unter uns wird jede Nacht bis drei Uhr Musik gespielt. Die Polizei war schon da. Wir beschweren uns über den Lärm und verlangen, dass das Ordnungsamt eingreift.',
  ),
  letter(
    'beschwerde',
    '67',
    'Der Spielplatz im Park ist voller Scherben und die Schaukel hängt nur noch an einer Kette. Warum kümmert sich niemand? Dazu liegt Sperrmüll hinter den Hecken.',
  ),
  letter(
    'auskunftsersuchen',
    '33',
    'Wir benötigen die aktuelle Anschrift von Herrn Jürgen Falter, geboren 1961, letzte bekannte Adresse Bergweg 4. Bitte erteilen Sie uns eine Auskunft aus dem Melderegister, die Gebühr wird überwiesen.',
  ),
  letter(
    'auskunftsersuchen',
    '10',
    'Nach dem Transparenzgesetz möchte ich wissen, was die Stadt für die neue Software im Rathaus ausgegeben hat und welche Firmen angeboten haben. Bitte übersenden Sie mir die Unterlagen.',
  ),
  letter(
    'anwaltsschreiben',
    '30',
    'In Sachen Lohr ./. Stadt zeigen wir an, dass uns unsere Mandantin mit der Wahrnehmung ihrer Interessen beauftragt hat, Vollmacht anbei. Sie stürzte auf dem vereisten Gehweg. Wir fordern Schadensersatz und Schmerzensgeld.',
  ),
  letter(
    'anwaltsschreiben',
    '32',
    'In der Bußgeldsache gegen unseren Mandanten beantragen wir Akteneinsicht in die Verwaltungsakte einschließlich Messfilm. Eine Einlassung behalten wir uns vor. Vollmacht liegt bei.',
  ),
  letter(
    'gerichtsschreiben',
    '30',
    'In dem Rechtsstreit Weber gegen Stadt wird Ihnen die Klageschrift zugestellt. Termin zur mündlichen Verhandlung wird bestimmt auf den 12. Januar, Saal 4. Sie werden aufgefordert, binnen zwei Wochen zu erwidern. Auf Anordnung, Geschäftsstelle.',
  ),
  letter(
    'gerichtsschreiben',
    '32',
    'In der Bußgeldsache gegen den Betroffenen wird um Übersendung der Akten gebeten. Hauptverhandlung vor dem Amtsgericht am 3. Februar, die Behörde kann einen Vertreter entsenden.',
  ),
  letter(
    'gewerbemeldung',
    '32',
    'Ich möchte ab dem 1. Dezember einen kleinen Imbiss am Bahnhof aufmachen und melde das Gewerbe hiermit an. Bitte schicken Sie mir den Gewerbeschein.',
  ),
  letter(
    'gewerbemeldung',
    '32',
    'Unser Blumenladen schließt zum Jahresende. Bitte melden Sie das Gewerbe ab.',
  ),
  letter(
    'sondernutzung',
    '66',
    'Für die Renovierung unserer Fassade müssen wir vier Wochen lang ein Gerüst auf den Bürgersteig stellen und brauchen zwei Parkplätze für den Container. Bitte genehmigen Sie die Nutzung der öffentlichen Fläche.',
  ),
  letter(
    'sondernutzung',
    '66',
    'Unser Café möchte im Sommer sechs Tische vor das Haus auf den Platz stellen. Wir beantragen die Erlaubnis zur Sondernutzung.',
  ),
  letter(
    'hundesteuer',
    '20',
    'Unser alter Schäferhund Rex ist letzte Woche eingeschläfert worden, die Bescheinigung vom Tierarzt liegt bei. Bitte melden Sie ihn von der Steuer ab, die Marke schicke ich mit.',
  ),
  letter(
    'hundesteuer',
    '20',
    'Wir haben uns einen Welpen geholt, einen Labrador, und möchten ihn zur Hundesteuer anmelden.',
  ),
  letter(
    'kita',
    '51',
    'Wir suchen dringend ab Februar einen Krippenplatz für unseren Sohn Emil, er wird dann eins. Am liebsten in der Nähe vom Krankenhaus, weil ich dort im Schichtdienst arbeite.',
  ),
  letter('kita', '51', 'Wir ziehen weg und kündigen den Hortplatz von Mia zum Ende des Monats.'),
  letter(
    'bewerbung',
    '11',
    'Mit großem Interesse habe ich Ihre Anzeige gelesen. Nach meiner Ausbildung zur Verwaltungsfachangestellten habe ich vier Jahre im Landratsamt gearbeitet. Lebenslauf und Zeugnisse finden Sie anbei, über ein Gespräch freue ich mich.',
  ),
  letter(
    'bewerbung',
    '11',
    'Ich bewerbe mich um die Ausbildung zum Gärtner in Ihrem Haus. Zurzeit besuche ich die zehnte Klasse und habe in den Ferien ein Praktikum gemacht.',
  ),
  letter(
    'fristverlaengerung',
    '32',
    'Ich war bis gestern im Krankenhaus und habe Ihre Anhörung erst jetzt gelesen. Könnte ich bitte zwei Wochen länger Zeit bekommen, um mich zu äußern?',
  ),
  letter(
    'fristverlaengerung',
    '63',
    'Der Statiker wird mit der Berechnung nicht rechtzeitig fertig. Wir bitten daher, die Frist für die Bauunterlagen um einen Monat zu verlängern.',
  ),
  letter(
    'schadensmeldung',
    '30',
    'Beim Mähen des Grünstreifens hat Ihr Fahrzeug einen Stein gegen mein Auto geschleudert, die Scheibe ist hin. Den Schaden von 640 Euro muss die Stadt ersetzen, Fotos liegen bei.',
  ),
  letter(
    'schadensmeldung',
    '30',
    'Ich bin mit dem Rad durch ein nicht abgesichertes Loch in der Straße gefahren, Felge und Knie sind kaputt. Ich mache Ersatz geltend.',
  ),
  letter(
    'versicherungsanfrage',
    '30',
    'Als Haftpflichtversicherer bearbeiten wir den Schaden unseres Versicherungsnehmers. Wer war für die Räumung des Weges zuständig? Bitte nehmen Sie unter Angabe der Schadennummer Stellung.',
  ),
  letter(
    'meldebescheinigung',
    '33',
    'Für die Hochzeit brauche ich eine erweiterte Meldebescheinigung mit Familienstand. Können Sie mir die mit der Post schicken?',
  ),
  letter(
    'ratenzahlung',
    '21',
    'Die Summe, die Sie vollstrecken wollen, habe ich nicht auf einmal. Ich bin arbeitslos und kann höchstens 40 Euro im Monat abstottern. Bitte lassen Sie sich auf Raten ein.',
  ),
  letter(
    'ratenzahlung',
    '21',
    'Mahnung der Stadtkasse: Ich bitte um Stundung bis März, dann bekomme ich meine Abfindung und zahle alles.',
  ),
  letter(
    'aufenthaltstitel',
    '34',
    'Mein Visum läuft im Januar ab. Ich arbeite seit zwei Jahren als Pflegekraft und möchte den Aufenthaltstitel verlängern. Online gibt es keinen freien Termin.',
  ),
  letter(
    'aufenthaltstitel',
    '34',
    'Meine Frau und die Kinder leben noch in Tunesien. Ich möchte sie nachholen, was müssen wir für den Familiennachzug vorlegen? Der Antrag liegt bei.',
  ),
  letter(
    'baumfaellung',
    '67',
    'In unserem Garten steht eine Fichte, die bei jedem Sturm bedrohlich schwankt. Wir möchten sie noch vor März fällen und bitten um Genehmigung nach der Baumschutzsatzung.',
  ),
  letter(
    'baumfaellung',
    '67',
    'Antrag, zwei kranke Kastanien zu fällen. Ein Gutachten des Baumpflegers liegt bei, wir pflanzen zwei Linden nach.',
  ),
];
