/** Short matters that were written by hand, by nobody who looked at the generator's sentences: kind, unit, text. */
const source = `
sperrmuell|70|Hallöchen, bei uns muss eine alte Couchgarnitur samt Bettgestell weg. Holen Sie sowas bei uns ab oder muss ich einen Anhänger mieten?
sperrmuell|70|Am Donnerstag sollte der Entrümpelungswagen kommen, die Sachen stehen immer noch am Bordstein. Bitte um neuen Abholtag für das Gerümpel.
strassenschaden|66|Ich bin mit dem Rad in ein Loch gefahren, mitten auf der Straße, mindestens zehn Zentimeter tief. Wann wird der Asphalt dort geflickt?
strassenschaden|66|Vor Hausnummer 12 wackeln die Platten vom Bürgersteig, gestern ist eine alte Dame hingefallen.
kitaplatz|51|Unsere Zwillinge werden im März zwei, wir haben uns bei drei Kindergärten vorgemerkt und nur Absagen bekommen. An wen wenden wir uns?
kitaplatz|51|Ab September gehe ich wieder Vollzeit arbeiten und brauche für meine Kleine Betreuung bis 17 Uhr. Ist in der Krippe noch etwas frei?
wohnsitz|33|Seit Montag wohne ich in der Ringstraße. Wie melde ich mich um, reicht eine E-Mail mit der Bescheinigung des Vermieters?
wohnsitz|33|Post für den Vormieter kommt immer noch hier an, er ist offenbar nie abgemeldet worden.
muelltonne|70|Schon zum zweiten Mal ist die braune Tonne voll geblieben, es stinkt. Kommt die Müllabfuhr diese Woche noch?
muelltonne|70|Nach dem Auszug der Kinder reicht uns ein kleinerer Abfallbehälter. Was kostet der Tausch?
falschparker|32|Jeden Morgen steht ein weißer Transporter auf dem Gehweg vor der Grundschule, die Kinder müssen auf die Fahrbahn. Schicken Sie bitte eine Politesse.
falschparker|32|Ich habe ein Knöllchen bekommen, obwohl mein Parkschein sichtbar hinter der Scheibe lag. Kopie anbei.
strassenlaterne|66|Seit einer Woche ist es bei uns in der Straße nachts stockdunkel, die Lampen gehen nicht mehr an.
wohngeld|50|Mit meiner kleinen Rente komme ich bei der hohen Miete nicht mehr hin. Wie bekomme ich einen Zuschuss zu den Wohnkosten?
hundesteuer|20|Unser Bello ist leider eingeschläfert worden. Bekomme ich die Steuer für das restliche Jahr zurück?
hundesteuer|20|Wir haben uns einen Pudel aus dem Tierheim geholt, wo und wie muss der angemeldet werden, und was zahlt man im Jahr?
wilder-muell|67|Beim Spaziergang am Waldrand haben wir einen Berg alter Reifen und Kanister gefunden. Das gehört da nicht hin.
personalausweis|33|Ich fliege in drei Wochen in die Türkei und habe gemerkt, dass mein Pass abgelaufen ist. Geht das noch im Eilverfahren?
baumschnitt|67|Die große Pappel am Zaun macht mir bei jedem Sturm Angst, letzte Woche ist ein dicker Ast heruntergekommen. Darf ich sie umsägen lassen?
spielplatz|67|An der Nestschaukel hängt nur noch ein Seil, im Sand liegt Glas. Bitte sperren oder reparieren, da spielen kleine Kinder.
bauantrag|63|Wir möchten hinter dem Haus eine Doppelgarage errichten. Müssen wir dafür Pläne einreichen oder ist das frei?
bauantrag|63|Nebenan wird seit Wochen ein Anbau hochgezogen, ich glaube nicht, dass das jemand erlaubt hat.
aufenthalt|34|Mein Visum gilt nur noch bis Ende des Monats und online gibt es keinen einzigen Termin. Was soll ich tun, ich verliere sonst meine Arbeit.
bussgeld|32|Laut Ihrem Schreiben soll ich 21 km/h zu schnell gewesen sein. Auf dem Foto ist mein Bruder zu sehen, nicht ich. Ich lege Einspruch ein.
laerm|32|Über uns wird fast jede Nacht bis drei Uhr gefeiert, mit Bass und Geschrei. Die Polizei sagt, wir sollen uns an die Stadt wenden.
kassenzeichen|21|Sie haben den Betrag zweimal von meinem Konto abgebucht. Bitte überweisen Sie einen davon zurück.
kassenzeichen|21|Wir haben die Bank gewechselt, hier die neue IBAN für den Einzug.
grundsteuer|20|Für unser Reihenhaus sollen wir plötzlich das Doppelte an Grundsteuer zahlen. Das muss ein Fehler sein.
eheschliessung|35|Wir sind seit acht Jahren ein Paar und wollen uns im Mai trauen. An welchen Samstagen ist noch etwas frei, und was müssen wir mitbringen?
geburtsurkunde|35|Für das Elterngeld brauche ich eine weitere Urkunde über die Geburt unserer Tochter.
kfz-zulassung|36|Ich habe einen Gebrauchtwagen gekauft. Kann ich die Nummernschilder vom alten Wagen behalten und was brauche ich zum Anmelden?
fuehrerschein|36|Mein alter grauer Lappen von 1974, muss der wirklich gegen eine Karte getauscht werden?
schulanmeldung|40|Unser Sohn wird im August sechs. In welche Grundschule kommt er und wann ist Anmeldung?
elternbeitrag|51|Ihre Berechnung für den Hortbeitrag berücksichtigt nicht, dass das ältere Kind auch noch betreut wird.
grab|68|Die Grabstelle meiner Tante läuft aus, wir möchten sie nicht weiter pflegen. Was ist zu tun?
vhs-kurs|43|Ist in dem Spanischkurs für Anfänger noch ein Platz frei? Ich möchte auch meine Freundin anmelden.
bibliothek|42|Die beiden Krimis habe ich rechtzeitig zurückgebracht, trotzdem soll ich Säumnisgebühren zahlen.
gewerbe|32|Zum ersten Januar mache ich mich als Fliesenleger selbständig. Wo bekomme ich den Gewerbeschein?
parkausweis|66|Als Bewohner der Altstadt finde ich abends keinen Parkplatz. Wie komme ich an einen Ausweis für Anwohner?
lebensmittel|39|Im Dönerladen am Bahnhof lief eine Maus über die Theke. Das sollte sich mal jemand ansehen.
tierhaltung|39|Auf der Weide hinter dem Sportplatz stehen zwei abgemagerte Esel ohne Unterstand.
abwasser|71|Bei jedem Gewitter läuft unser Keller aus dem Bodenablauf voll. Ist das Rohr in der Straße zu klein?
sporthalle|52|Unsere Tischtennisgruppe sucht für den Winter einen Abend in einer Turnhalle.
sozialhilfe|50|Das Geld reicht nicht bis zum Monatsende, mein Arbeitslosengeld ist ausgelaufen. Gibt es Hilfe zum Leben?
briefwahl|12|Am Wahlsonntag bin ich verreist. Schicken Sie mir bitte den Stimmzettel nach Hause.
bewerbung|11|Nach meinem Abitur möchte ich gern bei Ihnen eine Ausbildung machen. Lebenslauf und Zeugnis finden Sie im Anhang.
schadenersatz|30|Ein Stein vom Rasenmäher Ihrer Gärtner hat meine Windschutzscheibe zerschlagen. Wer ersetzt mir die 480 Euro?
fundsache|33|In der Straßenbahn ist mir meine Brille aus der Tasche gefallen. Ist bei Ihnen eine abgegeben worden?
ampel|66|Beim Überqueren der Hauptstraße schafft man es bei Grün nicht bis zur anderen Seite.
winterdienst|70|Gestern war alles spiegelglatt und kein Streuwagen weit und breit.
feuerwehr|37|Nachts um zwei ging der Alarm auf dem Dach des Gerätehauses los, schon wieder. Kann man die Sirene leiser stellen?
marktstand|72|Ich backe Lebkuchen und hätte gern eine Bude auf Ihrem Weihnachtsmarkt.
`;

/** A short matter by hand. */
export interface HandwrittenMatter {
  kind: string;
  einheit: string;
  text: string;
}

/** What a model of the invented matters must also be able to sort. */
export const handwrittenMatters: readonly HandwrittenMatter[] = source
  .trim()
  .split('\n')
  .map((line) => {
    const [kind = '', einheit = '', text = ''] = line.split('|');
    return { kind, einheit, text };
  });
