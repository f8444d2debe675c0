/** The long tail: matters of which a handful comes in a year; the form is that of `texteHaeufig`. */
export const texteSelten = `
# briefwahl 12
Bitte senden Sie mir die Briefwahlunterlagen nach {ort}.
Meine Wahlbenachrichtigung ist nicht gekommen.
Ich möchte als Wahlhelfer mitmachen.
Mein Wahllokal ist nicht barrierefrei.

# bewerbung 11
Ich bewerbe mich um die Stelle [im Bürgerbüro|als Gärtner|mit der Kennziffer {nr}].
Haben Sie ein Schülerpraktikum frei?
Wie ist der Stand meiner Bewerbung vom {datum}?
Ausbildung zum Verwaltungsfachangestellten, Lebenslauf anbei.

# schadenersatz 30
Durch das Loch in der Straße ist mein Reifen geplatzt, ich fordere {betrag} Euro.
Ein herabfallender Ast hat mein Auto beschädigt, die Stadt muss zahlen.
Ich bin auf dem ungestreuten Weg gestürzt und mache Schmerzensgeld geltend.
Als Versicherer melden wir Regress an.

# unterhalt 51
Der Vater zahlt keinen Unterhalt, ich brauche Unterhaltsvorschuss.
Ich beantrage eine Beistandschaft für {kind}.
Der Unterhaltstitel muss beurkundet werden.

# akteneinsicht 10
Nach dem Transparenzgesetz bitte ich um Auskunft zu den Kosten des Rathausumbaus.
Ich verlange Auskunft, welche Daten Sie über mich speichern.
Wer ist in der Verwaltung für meine Anfrage zuständig?

# stadtarchiv 47
Ich erforsche unsere Familie und suche Meldekarten von 1920.
Haben Sie alte Fotos von {teil}?
Für meine Abschlussarbeit möchte ich Ratsprotokolle einsehen.

# musikschule 44
Wir melden {kind} zum [Klavierunterricht|Geigenunterricht] an.
Die Gitarrenlehrerin ist seit Wochen krank, was ist mit der Gebühr?
Gibt es musikalische Früherziehung für Vierjährige?

# kulturfoerderung 41
Unser Theaterverein beantragt einen Zuschuss.
Darf die Band im Stadtpark spielen?
Der Eintritt ins Museum war für Schüler nicht ermäßigt.

# kleingarten 23
Wir möchten einen Garten pachten, gibt es freie Parzellen?
Ich kündige den Pachtvertrag für die Garage auf städtischem Grund.
Verkauft die Stadt das Grundstück neben {ort}?

# gebaeude 65
Im Rathaus ist der Aufzug defekt.
Die Heizung im Bürgerhaus {teil} geht nicht.
Können wir den Saal im Dorfgemeinschaftshaus mieten?

# bebauungsplan 61
Ich nehme Stellung zum Bebauungsplan {teil}.
Was darf auf der Wiese hinter {ort} gebaut werden?
Einwendung gegen das geplante Gewerbegebiet.

# vermessung 62
Ich brauche einen Auszug aus der Liegenschaftskarte.
Der Grenzstein zu {ort} ist verschwunden.
Welche Hausnummer bekommt unser Neubau?

# marktstand 72
Ich möchte auf dem Wochenmarkt [Honig|Blumen] verkaufen.
Bewerbung um eine Hütte auf dem Weihnachtsmarkt.
Die Standgebühr ist doppelt abgebucht worden.

# feuerwehr 37
Die Sirene in {teil} heult ständig zur Probe.
Sie haben mir den Einsatz wegen Fehlalarm in Rechnung gestellt.
Ich will in die freiwillige Feuerwehr eintreten.
Ein Hydrant ist zugeparkt und beschädigt.

# ansiedlung 80
Unsere Firma sucht eine Gewerbefläche ab {nr} Quadratmetern.
Gibt es Fördermittel für Existenzgründer?
Wir möchten einen Laden in der Innenstadt eröffnen und suchen Beratung.

# ampel 66
Die Ampel {ort} ist für Fußgänger zu kurz grün.
Wir wünschen uns einen Zebrastreifen vor der Schule.
In unserer Straße soll Tempo 30 gelten, die Autos rasen.
Das Verkehrsschild ist verdreht.

# winterdienst 66
Hier wurde bei Glatteis nicht gestreut.
Der Schneepflug schiebt alles vor meine Einfahrt.
Wer muss den Gehweg räumen?

# einbuergerung 34
Ich lebe seit zehn Jahren hier und möchte Deutscher werden.
Welche Nachweise brauche ich zur Einbürgerung, reicht der Test?
Mein Einbürgerungsantrag liegt seit {monat} bei Ihnen.

# gewerbesteuer 20
Die Vorauszahlungen der Gewerbesteuer sind zu hoch, der Umsatz ist eingebrochen.
Zinsen auf die Gewerbesteuernachzahlung bestreiten wir.

# fundsache 33
Ich habe im Bus meinen Rucksack verloren, wurde er abgegeben?
Gefunden: ein Schlüsselbund, {ort}.
Mein Fahrrad wurde gestohlen, liegt es im Fundbüro?

# presse 13
Für unsere Zeitung bitten wir um eine Stellungnahme des Oberbürgermeisters.
Der Artikel auf Ihrer Internetseite ist veraltet.
Bitte tragen Sie unser Fest in den Veranstaltungskalender ein.

# ehrung 13
Meine Großmutter wird 100, kommt der Bürgermeister gratulieren?
Ich schlage eine Nachbarin für den Ehrenamtspreis vor.

# beglaubigung 33
Ich brauche eine beglaubigte Kopie meines Zeugnisses.
Können Sie meine Unterschrift beglaubigen?

# fuehrungszeugnis 33
Für das Ehrenamt im Verein brauche ich ein erweitertes Führungszeugnis.
Wo beantrage ich das polizeiliche Führungszeugnis?

# denkmal 61
Unser Haus steht unter Denkmalschutz, dürfen wir Plastikfenster einbauen?
Bescheinigung für die Steuer wegen Sanierung des Baudenkmals.

# naturschutz 67
Am Dach nisten Schwalben, was dürfen wir beim Umbau?
Wespennest im Rollladenkasten, wer hilft?
Im Teich sterben die Fische.

# brunnen 71
Wir wollen im Garten einen Brunnen bohren.
Darf ich aus dem Bach Wasser entnehmen?

# schwerbehinderung 50
Ich beantrage einen Schwerbehindertenausweis wegen meiner Gehbehinderung.
Der Ausweis mit Merkzeichen G ist abgelaufen.

# jugendschutz 51
Ich mache mir Sorgen um die Kinder in der Wohnung über mir.
Der Kiosk verkauft Zigaretten an Minderjährige.
Wir möchten ein Pflegekind aufnehmen.
`;
