import type { SenderArt } from './thema.js';

const citizen: readonly string[] = [
  'Ich wohne seit {jahrFrueher} in {ortsteil} und {habe} mit der Stadt [eigentlich immer gute Erfahrungen gemacht|bisher nie Schwierigkeiten gehabt]. [Um so mehr wundert mich, wie es diesmal läuft.|Deshalb schreibe ich lieber, bevor ich mich ärgere.]',
  '[Vorige Woche|Am {datumFrueher}] war ich [persönlich im Rathaus|im Bürgerbüro], [die Dame am Schalter war sehr nett, konnte aber nicht helfen|dort hat man mir gesagt, ich soll schreiben]. Nun [sitze ich zu Hause und schreibe|versuche ich es auf diesem Weg].',
  'Telefonisch habe ich es [dreimal|mehrmals] versucht. [Entweder war besetzt oder es ging niemand ran.|Man hat mich jedes Mal mit einer anderen Stelle verbunden.] [Zuletzt hieß es, ich müsse das schriftlich machen.|]',
  '[Mein Mann|Mein Vater|Mein Bruder] ist [im letzten Jahr verstorben|schwer erkrankt], er hat sich früher um alle Papiere gekümmert. [Ich kenne mich damit nicht aus und bitte um Nachsicht.|Bitte haben Sie Geduld, wenn etwas fehlt.]',
  'Meine Tochter [hat mir beim Schreiben geholfen|tippt diesen Brief für mich], weil ich [nicht mehr gut sehe|mit dem Computer nicht zurechtkomme].',
  'Ich arbeite im Schichtdienst und [kann vormittags nicht zu Ihnen kommen|bin erst ab 15 Uhr zu erreichen]. [Am besten ist eine E-Mail.|Bitte sprechen Sie sonst auf den Anrufbeantworter.]',
  'Mein Nachbar hat in derselben Sache [eine ganz andere Auskunft|schon nach einer Woche Antwort] bekommen. [Das verstehe ich nicht.|Warum wird da mit zweierlei Maß gemessen?]',
  'Auf der Internetseite der Stadt steht [etwas anderes|dazu leider gar nichts]. [Im Merkblatt heißt es, man solle sich an das zuständige Amt wenden, aber welches das ist, steht nicht dabei.|]',
  'Ich habe [alle Briefe aufgehoben|mir jedes Gespräch notiert]: Zuerst am {datumFrueher}, dann noch einmal [zwei Wochen später|im selben Monat]. [Jedes Mal wurde mir eine Antwort versprochen.|]',
  'Bitte verstehen Sie mich nicht falsch, [ich will niemandem Arbeit machen|es geht mir nicht ums Rechthaben]. [Aber irgendwann ist das Maß voll.|Ich möchte die Sache nur in Ordnung bringen.]',
  'Falls Sie nicht zuständig sind, [geben Sie den Brief bitte an die richtige Stelle weiter|bitte ich um einen kurzen Hinweis]. [Als Bürger blickt man da ja nicht durch.|]',
  'Wir haben {zahl} Kinder, das jüngste [geht in die Kita|ist gerade in die Schule gekommen]. [Da bleibt für Behördengänge kaum Zeit.|Jeder Weg in die Stadt ist für uns ein Aufwand.]',
  'Da ich [demnächst operiert werde|für drei Wochen zur Kur fahre], bin ich [im {monatNeu} nicht erreichbar|erst danach wieder zu Hause]. [Post wird von meiner Schwester angenommen.|]',
  'Eine Kopie [dieses Schreibens|der bisherigen Briefe] habe ich [für meine Unterlagen behalten|auch meinem Sohn gegeben].',
  'In den letzten Jahren ist [vieles teurer geworden|alles komplizierter geworden]. [Miete, Strom, Versicherung – man muss jeden Euro umdrehen.|Für einfache Leute ist das kaum noch zu schaffen.]',
  'Ich bin {alter} Jahre alt und [lebe allein|wohne mit meinem Bruder zusammen]. [Zum Glück helfen die Nachbarn.|]',
];

const lawyer: readonly string[] = [
  'Der angegriffene Bescheid ist bereits formell rechtswidrig. [Unsere Mandantschaft wurde vor seinem Erlass nicht angehört.|Eine Begründung, die den Anforderungen genügt, enthält er nicht.] Umstände, die dies entbehrlich machen könnten, sind nicht ersichtlich.',
  'Auch in der Sache kann die Entscheidung keinen Bestand haben. [Die Behörde geht von einem unzutreffenden Sachverhalt aus.|Das eingeräumte Ermessen wurde nicht erkennbar ausgeübt.] [Tatsächlich verhält es sich so, wie bereits vorgetragen.|]',
  'Zum Sachverhalt ist auszuführen: Unsere Mandantschaft [hat sich am {datumFrueher} an Ihr Haus gewandt|wurde am {datumFrueher} erstmals mit der Angelegenheit befasst]. Eine [abschließende|verwertbare] Antwort erfolgte nicht.',
  'Die Maßnahme ist zudem unverhältnismäßig. Mildere Mittel [standen zur Verfügung|wurden nicht einmal geprüft]. [Das öffentliche Interesse überwiegt hier nicht.|]',
  'Soweit Sie sich auf [Ihre ständige Praxis|eine interne Weisung] berufen, bitten wir um deren Übersendung. Wir weisen darauf hin, dass [sie unsere Mandantschaft nicht bindet|eine rechtswidrige Praxis keinen Maßstab bildet].',
  'Beweis: [Zeugnis der {gesucht}|Vorlage des Schreibens vom {datumFrueher}|Einholung eines Sachverständigengutachtens].',
  'Die durch unsere Beauftragung entstandenen Kosten [gehören zum ersatzfähigen Aufwand|werden wir gesondert geltend machen]. Vorsorglich [beantragen wir, die Hinzuziehung für notwendig zu erklären|behalten wir uns weiteren Vortrag vor].',
  'Wir regen an, das Verfahren [bis zur Klärung beim Finanzamt|bis zum Abschluss des Parallelverfahrens] ruhen zu lassen. [Hiermit wäre beiden Seiten gedient.|]',
];

const company: readonly string[] = [
  'Wir sind ein [mittelständischer|familiengeführter] Betrieb mit {zahl}2 Beschäftigten und arbeiten seit {jahrFrueher} [regelmäßig für die Stadt|in Lohwerda]. [Auf die gute Zusammenarbeit legen wir großen Wert.|]',
  'Bitte haben Sie Verständnis, dass wir [in dieser Sache auf eine rasche Entscheidung angewiesen sind|unsere Kapazitäten planen müssen]. [Material und Personal sind bereits disponiert.|]',
  'Ansprechpartner auf unserer Seite ist [die Bauleitung|die Geschäftsführung|unsere Abteilung Rechnungswesen]. [Eine Vertretung im Urlaub ist sichergestellt.|]',
  'Mit Ihrem Mitarbeiter wurde am {datumFrueher} [telefonisch|vor Ort] vereinbart, dass [wir die Unterlagen schriftlich einreichen|zunächst die offenen Punkte geklärt werden]. [Ein Protokoll liegt uns leider nicht vor.|]',
  'Unsere Zertifikate und Nachweise [haben wir bei Ihnen hinterlegt|sind bis Jahresende gültig]. [Auf Wunsch senden wir sie erneut.|]',
  'Wegen [der Umstellung unserer Buchhaltung|eines Wechsels in der Sachbearbeitung] kam es auf unserer Seite zu Verzögerungen, die wir zu entschuldigen bitten.',
];

const insurer: readonly string[] = [
  'Zur Prüfung der Haftung benötigen wir [eine Schilderung des Hergangs aus Ihrer Sicht|die Angaben der zuständigen Kontrolleure] sowie [Lichtbilder der Stelle|die Eintragungen im Streckenbuch]. [Wir verweisen auf die Verkehrssicherungspflicht.|]',
  'Sollten Sie die Forderung [dem Grunde nach|der Höhe nach] bestreiten, bitten wir um Angabe der Gründe. [Bis dahin bleibt die Regulierung zurückgestellt.|]',
  'Nach den uns vorliegenden Angaben war die Örtlichkeit [unbeleuchtet|weder abgesperrt noch beschildert]. Ein Mitverschulden unseres Versicherungsnehmers [ist nicht erkennbar|wird derzeit geprüft].',
];

const authority: readonly string[] = [
  'Die Auskunft wird für die Erfüllung der hiesigen Aufgaben benötigt. [Die Daten werden nach Abschluss des Verfahrens gelöscht.|Rechtsgrundlage ist die Pflicht der Behörden zur gegenseitigen Hilfe.]',
  'Soweit dort Vorgänge geführt werden, bitte ich um [kurzfristige Übersendung in Kopie|Mitteilung des Sachstandes]. Fehlanzeige ist [erforderlich|nicht erforderlich].',
  'Hier ist [ein Verfahren anhängig|ein Antrag eingegangen], dessen Bearbeitung von Ihrer Antwort abhängt. [Die betroffene Person wurde unterrichtet.|]',
];

const court: readonly string[] = [
  'Auf die beigefügten Hinweise zur elektronischen Übermittlung wird verwiesen. [Als Behörde sind Sie verpflichtet, Schriftsätze elektronisch einzureichen.|]',
  'Eine Verlegung des Termins kommt nur aus erheblichen Gründen in Betracht, die [glaubhaft zu machen|unverzüglich mitzuteilen] sind.',
  'Den Beteiligten wird aufgegeben, ihren Vortrag [abschließend|unter Beweisantritt] zu ergänzen und etwaige Urkunden geordnet vorzulegen.',
];

/** Paragraphs about circumstances that may stand in a letter of any kind: what makes letters long and alike. */
export const backgrounds: Readonly<Record<SenderArt, readonly string[]>> = {
  citizen,
  lawyer,
  company,
  insurer,
  authority,
  court,
};
