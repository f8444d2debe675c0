/** Matters that come now and then; the form is that of `texteHaeufig`. */
export const texteMittel = `
# grundsteuer 20
Der Grundsteuerbescheid für {ort} kann nicht stimmen.
Wir haben das Haus verkauft, wer zahlt jetzt die Grundsteuer?
Der Messbetrag vom Finanzamt ist ein anderer.
Ich widerspreche der neuen Grundsteuer ab Januar.
Bitte schreiben Sie die Grundabgaben auf meine Schwester um.

# eheschliessung 35
Wir möchten im {monat} [heiraten|uns trauen lassen], gibt es noch Termine?
Welche Papiere brauchen wir zur Anmeldung der Eheschließung?
Können wir uns auch [im Schloss|unter freiem Himmel] das Jawort geben?
Mein Verlobter hat nur eine ausländische Geburtsurkunde.
Trauzimmer und Musik für unsere Hochzeit.

# geburtsurkunde 35
Ich brauche [zwei Geburtsurkunden|eine internationale Geburtsurkunde] für {kind}.
Bitte schicken Sie mir die Sterbeurkunde meines Vaters.
In der Urkunde ist der Vorname falsch geschrieben.
Ich suche meinen Geburtseintrag von 1958.
Vaterschaft anerkennen, wie geht das beim Standesamt?
Heiratsurkunde der Großeltern für die Rente.

# kfz-zulassung 36
Wie kann ich mein Auto [abmelden|stilllegen], das Kennzeichen ist weg?
Ich möchte ein Wunschkennzeichen reservieren.
Mein Fahrzeugschein ist beim Waschen kaputtgegangen.
Halterwechsel für das Motorrad, Vollmacht anbei.
Die Zulassung meines Anhängers ist abgelaufen.
Saisonkennzeichen von April bis Oktober.

# fuehrerschein 36
Ich muss den rosa Führerschein umtauschen, welche Frist gilt?
Mein Führerschein wurde gestohlen, ich brauche Ersatz.
Kann ich die syrische Fahrerlaubnis umschreiben?
Wann kann ich nach dem Entzug die Fahrerlaubnis neu beantragen?
Begleitetes Fahren ab 17, Antrag für {kind}.

# schulanmeldung 40
{kind} wird im Sommer eingeschult, welche Schule ist zuständig?
Wir beantragen die Aufnahme in eine andere Grundschule als die im Schulbezirk.
Das Schulessen ist [zu teuer|oft kalt].
Wer bezahlt das Busgeld für den Schulweg von {teil}?
Rückstellung von der Einschulung, {kind} ist noch nicht so weit.
Unsere Schule hat [kein warmes Wasser|undichte Fenster]. @65

# elternbeitrag 51
Der Elternbeitrag wurde ohne das Geschwisterkind berechnet.
Ich bin alleinerziehend, ermäßigen Sie bitte den Kitabeitrag.
Mein Einkommen ist gesunken, bitte Beiträge neu festsetzen.
Warum zahlen wir im Schließmonat Betreuungsgebühren?

# grab 68
Ich möchte das Grab meiner Eltern [verlängern|auflösen].
Welche Gebühr kostet eine Urnenstelle auf dem Friedhof {teil}?
Auf dem Friedhof ist die Wasserstelle abgestellt.
Der Grabstein wackelt laut Ihrem Aufkleber, ich lasse ihn befestigen.
Gibt es bei Ihnen Baumbestattungen?
Die Ruhezeit der Grabstätte läuft ab.

# vhs-kurs 43
Ich melde mich zum [Englischkurs|Yogakurs|Computerkurs] am Dienstag an.
Der Kurs {nr} ist ausgefallen, bekomme ich das Geld zurück?
Haben Sie einen Sprachkurs B1 am Abend?
Ich kann am Kurs nicht teilnehmen und storniere.
Suchen Sie noch Dozenten für Töpfern?

# bibliothek 42
Ich habe das ausgeliehene Buch verloren, was muss ich ersetzen?
Bitte verlängern Sie meine Medien bis {datum}.
Die Mahngebühr der Bücherei ist unberechtigt, die DVDs waren im Rückgabekasten.
Mein Leseausweis funktioniert online nicht.
Kann unsere Klasse eine Führung durch die Bibliothek bekommen?

# gewerbe 32
Ich melde zum {datum} ein Gewerbe an: [Hausmeisterdienst|Nagelstudio|Onlinehandel].
Wir schließen den Laden und melden das Gewerbe ab.
Brauche ich für meinen Imbiss eine Gaststättenerlaubnis?
Die Gewerbeummeldung wegen neuer Betriebsstätte liegt bei.
Auszug aus dem Gewerberegister bitte.

# parkausweis 66
Ich beantrage einen Bewohnerparkausweis für Zone {nr}.
Unser Pflegedienst braucht eine Ausnahmegenehmigung zum Parken.
Der Anwohnerparkschein gilt noch für mein altes Kennzeichen.
Ein Behindertenparkplatz vor {ort} wäre nötig.
Wir ziehen um und brauchen am {datum} ein Halteverbot.

# lebensmittel 39
In der Bäckerei {ort} habe ich [Mäusekot|Schimmel] gesehen.
Nach dem Essen im Lokal waren wir alle krank, bitte prüfen.
Der Imbiss verkauft Fleisch, das riecht.
Welche Vorschriften gelten für den Kuchenverkauf beim Vereinsfest?
Verdorbene Ware im Kühlregal.

# tierhaltung 39
Auf dem Hof bei {teil} stehen Pferde ohne Wasser.
Ein Hund wird den ganzen Tag auf dem Balkon gehalten, das ist Tierquälerei.
Ich möchte meine Hühner anmelden.
Verwilderte Katzen vermehren sich hinter dem Garagenhof.
Mein Schaf ist verendet, muss ich das melden?

# hygiene 53
Ich brauche die Belehrung nach dem Infektionsschutzgesetz für die Küche.
In der Kita gibt es Läuse, was müssen wir tun?
Ratten im Keller und im Hof {ort}.
Wo finde ich eine Impfberatung für die Reise?
Mein Kind hat Scharlach, wann darf es wieder in die Schule?
Schimmel in der Mietwohnung macht uns krank.

# abwasser 71
Bei Regen drückt das Abwasser in unseren Keller.
Der Kanal {ort} stinkt.
Ich beantrage den Anschluss an die öffentliche Entwässerung.
Die Niederschlagswassergebühr wurde für eine falsche Fläche berechnet.
Unsere Klärgrube muss geleert werden.
Straßeneinlauf verstopft, alles steht unter Wasser.

# veranstaltung 32
Wir planen am {datum} ein Straßenfest in {teil} und bitten um Genehmigung.
Darf man ein Feuerwerk zum Geburtstag anzünden?
Anzeige eines Lagerfeuers, {ort}.
Für den Martinsumzug brauchen wir eine Sperrung. @66
Unser Verein veranstaltet einen Flohmarkt.

# sporthalle 52
Unser Verein braucht eine Hallenzeit am [Mittwoch|Freitag].
Die Dusche in der Turnhalle {teil} ist kalt.
Wir beantragen Sportförderung für die Jugendmannschaft.
Kann man den Kunstrasenplatz mieten?
Das Freibad hat [zu kurz geöffnet|keine Schwimmkurse mehr].

# sozialhilfe 50
Ich bekomme Grundsicherung und die Heizkosten sind gestiegen.
Bitte übernehmen Sie die Kosten für den Pflegedienst meiner Mutter.
Mein Antrag auf Hilfe zum Lebensunterhalt liegt seit {monat} bei Ihnen.
Ich brauche einen Wohnberechtigungsschein.
Der Vermieter droht mit Räumung, ich werde obdachlos.
`;
