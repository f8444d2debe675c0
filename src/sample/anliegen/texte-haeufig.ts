/**
 * The frequent matters, one block each: `# kind unit`, then one sentence a line. `[a|b]` is a choice, `{slot}` a fact;
 * `@50` at the end of a line says that a letter with this sentence is another unit's. Read by `parseAnliegen`.
 */
export const texteHaeufig = `
# sperrmuell 70
[Wann|An welchem Tag] wird bei uns der Sperrmüll abgeholt?
Ich möchte [Sperrmüll anmelden|eine Sperrmüllabholung bestellen]: [Sofa und zwei Matratzen|ein alter Schrank|Teppich, Lattenrost, Kommode].
Die bestellte Abholung des Sperrguts am {datum} [ist ausgefallen|hat niemand gemacht].
Für das Sperrgut habe ich [keine Karte|keinen Abrufschein] bekommen.
[Altes Mobiliar|Ausrangierte Möbel] stehen zur Abfuhr bereit, {ort}.
Nimmt der Wertstoffhof auch [Matratzen|Polstermöbel] an?
Der Nachbar hat seine Schrankwand zu meinem Sperrmüllhaufen gestellt.
Kostet die Sperrmüllsammlung [etwas extra|eine Gebühr]?

# strassenschaden 66
In der Fahrbahn {ort} ist ein [tiefes Schlagloch|großes Loch].
Der Gehweg {ort} ist [aufgebrochen|voller Stolperkanten|abgesackt].
Nach dem Winter sind lauter Frostaufbrüche im Asphalt.
Ein Gullydeckel {ort} [klappert bei jedem Auto|liegt zu tief].
Gehwegplatten haben sich [gehoben|gelockert], meine Mutter ist gestürzt.
Die Straßendecke ist seit der Baustelle ein Flickenteppich.
Der Radweg hat Wurzelschäden und ist kaum befahrbar.
Bordstein abgebrochen, Kopfsteinpflaster lose, {ort}.

# kitaplatz 51
Wir suchen ab {monat} einen [Krippenplatz|Kitaplatz|Platz im Kindergarten] für {kind}.
Auf welchem Platz der Warteliste stehen wir [gerade|inzwischen]?
{kind} soll die [Einrichtung|Kita] wechseln, weil wir umgezogen sind.
Wir kündigen den Betreuungsvertrag für {kind} zum Monatsende.
Gibt es bei Ihnen [noch freie Tagesmütter|eine Tagespflege für Kleinkinder]?
Den Hortplatz brauchen wir [nur bis mittags|auch in den Ferien].
Unser Sohn wird im {monat} ein Jahr alt, ich muss wieder arbeiten.
Die Zusage für den Kindergartenplatz ist [nie angekommen|zurückgezogen worden].

# wohnsitz 33
Ich bin am {datum} umgezogen und will mich ummelden.
Muss ich mich persönlich [anmelden|abmelden] oder geht das per Post?
Die Wohnungsgeberbestätigung liegt [bei|als Foto bei].
Meine Tochter zieht zum Studium weg, bitte als Nebenwohnung eintragen.
Wir wandern aus und melden uns ab.
Der frühere Mieter ist noch unter meiner Adresse gemeldet.
Ich brauche eine [Meldebescheinigung|Aufenthaltsbescheinigung vom Einwohnermeldeamt].
Die neue Anschrift im Melderegister ist falsch geschrieben.

# muelltonne 70
Unsere [Restmülltonne|Biotonne|blaue Tonne] wurde [nicht geleert|stehen gelassen].
Wir brauchen eine [größere|kleinere] Tonne, wir sind jetzt {nr} Personen.
Die Abfalltonne ist [kaputt|am Deckel gebrochen|verschwunden].
Wann kommt die Papierabfuhr im {monat}, der Abfallkalender fehlt?
Bitte melden Sie die Tonnen für {ort} ab, das Haus steht leer.
Gelbe Säcke sind [im Rathaus|in der Ausgabestelle] alle.
Der Müllwagen kommt wegen der parkenden Autos nicht durch, der Hausmüll bleibt liegen.
Die Abfallgebühren sind für einen Zweipersonenhaushalt viel zu hoch.

# falschparker 32
Vor unserer Ausfahrt {ort} [parkt ständig jemand|stehen Autos im Halteverbot].
Ein Lieferwagen blockiert [den Radweg|den Behindertenparkplatz], Kennzeichen habe ich.
Ich zeige einen Falschparker an, Foto vom {datum}.
Warum kontrolliert in {teil} niemand den ruhenden Verkehr?
Das Knöllchen über {betrag} Euro ist unberechtigt, ich hatte eine Parkscheibe.
Die Verwarnung wegen Parkens ohne Parkschein bezahle ich nicht.
Auf dem Gehweg kommt man mit dem Kinderwagen nicht vorbei, alles zugeparkt.
Zugeparkte Feuerwehrzufahrt, bitte abschleppen lassen.

# strassenlaterne 66
Die [Straßenlaterne|Straßenlampe] {ort} [flackert|ist seit Tagen dunkel|brennt am Tag].
In der ganzen Siedlung ist die Beleuchtung ausgefallen.
Der Laternenmast steht schief, nachdem ein Auto dagegen gefahren ist.
Leuchte Nummer {nr} ist defekt.
Der Fußweg zur Haltestelle ist abends stockfinster, da fehlt Licht.
Die neue LED-Lampe blendet direkt ins Schlafzimmer.
Abends geht die Wegebeleuchtung zu [früh aus|spät an].

# wohngeld 50
Ich möchte [Wohngeld|einen Mietzuschuss] beantragen, die Rente reicht nicht.
Mein Wohngeld läuft im {monat} aus, bitte schicken Sie den Folgeantrag.
Die Miete ist auf {betrag} Euro gestiegen, ändert sich der Zuschuss?
Anbei die Verdienstbescheinigung für den Wohngeldantrag.
Wann wird mein Lastenzuschuss ausgezahlt?
Steht mir als [Student|Rentnerin|Azubi] Wohngeld zu?
Wir haben jetzt ein Baby, der Wohngeldbescheid muss geändert werden.

# hundesteuer 20
Wir haben seit {datum} einen [Welpen|Dackel|Mischling] und melden ihn an.
Unser Hund ist gestorben, bitte beenden Sie die Hundesteuer.
Die Steuermarke ist [verloren|abgefallen], ich brauche eine neue.
Wieso kostet der Zweithund {betrag} Euro?
Gibt es für [Rettungshunde|Tierheimhunde] eine Befreiung von der Hundesteuer?
Ich bin mit dem Hund weggezogen und zahle jetzt woanders.
Der Hundesteuerbescheid nennt eine falsche Rasse.

# wilder-muell 67
Im Wald bei {teil} [liegen Reifen und Farbeimer|hat jemand Bauschutt abgekippt].
Neben den Glascontainern {ort} türmt sich der Unrat.
Jemand hat eine Waschmaschine in den Graben geworfen.
Wilde Müllkippe {ort}, bitte beseitigen.
Auf dem Feldweg liegen Säcke mit Asbestplatten.
Am Bach haben Leute ihren Abfall entsorgt.
Die Ecke hinter dem Supermarkt ist völlig vermüllt. @70

# personalausweis 33
Mein [Personalausweis|Reisepass] läuft im {monat} ab, bekomme ich einen Termin?
Den Ausweis habe ich verloren und melde das hiermit.
Ist mein neuer Pass [schon da|zur Abholung bereit]?
Kann meine Frau den Personalausweis für mich abholen?
Für {kind} brauchen wir vor dem Urlaub ein Reisedokument.
Der PIN-Brief für die Online-Funktion ist nicht gekommen.
Was kostet ein vorläufiger Reisepass?

# baumschnitt 67
Der Baum vor {ort} [ist morsch|wirft Äste ab|muss geschnitten werden].
Ich beantrage, eine [Fichte|Birke|alte Weide] fällen zu dürfen.
Äste der Straßenbäume ragen in die Oberleitung.
Brauche ich für die Kastanie im Garten eine Fällgenehmigung?
Die städtische Hecke wächst auf mein Grundstück.
Die Linden verstopfen unsere Dachrinne mit Laub.
Nach dem Sturm liegt ein Baum quer über dem Weg.

# spielplatz 67
Auf dem Spielplatz {ort} ist die [Rutsche|Schaukel|Wippe] [gesperrt|gebrochen].
Im Sandkasten liegen Scherben und Zigaretten.
Können Sie am Spielplatz einen Schattenbaum pflanzen?
Jugendliche sitzen abends mit Alkohol am Klettergerüst.
Der Bolzplatz braucht neue Tornetze.
Das Spielgerät hat scharfe Kanten, {kind} hat sich verletzt.

# bauantrag 63
Wie weit ist [mein Bauantrag|die Baugenehmigung] vom {datum}?
Wir wollen ein [Carport|Gartenhaus|Dachgeschoss] bauen, brauchen wir eine Genehmigung?
Die Unterlagen des Architekten reiche ich nach, Lageplan und Statik.
Der Nachbar baut [viel zu nah an der Grenze|ohne Genehmigung].
Ich möchte die Bauakte von {ort} einsehen.
Nutzungsänderung vom Laden zur Wohnung, Antrag anbei.
Hiermit zeige ich den Baubeginn an.
Bauvoranfrage für das Flurstück {nr}.

# aufenthalt 34
Meine Aufenthaltserlaubnis endet am {datum}, ich finde keinen Termin.
Die Fiktionsbescheinigung muss verlängert werden.
Ich möchte meinen Mann aus dem Ausland nachholen.
Darf ich mit meinem Visum [arbeiten|eine Lehre anfangen]?
Mein Arbeitgeber braucht die Arbeitserlaubnis.
Den elektronischen Aufenthaltstitel habe ich verloren.
Wie lange dauert die Niederlassungserlaubnis noch?

# bussgeld 32
Gegen den Bußgeldbescheid vom {datum} erhebe ich Einspruch.
Ich bin nicht gefahren, auf dem Blitzerfoto ist jemand anderes.
Der Anhörungsbogen wegen zu schnellen Fahrens ist ausgefüllt.
Ich bitte um Einsicht in das Messprotokoll.
Die {betrag} Euro Bußgeld kann ich nur in Raten zahlen. @21
Verfahren wegen Ordnungswidrigkeit, ich äußere mich wie folgt.

# laerm 32
Die Kneipe {ort} [dreht nachts die Musik auf|hat bis drei Uhr Betrieb].
Jeden Sonntag wird mit dem Laubbläser gearbeitet.
Der Nachbar feiert ständig Partys, die Nachtruhe wird nicht eingehalten.
Ruhestörung in {teil}, bitte schicken Sie jemanden.
Hundegebell von morgens bis abends.
Baulärm vor sieben Uhr früh, ist das erlaubt?
Die Wärmepumpe nebenan brummt die ganze Nacht. @67

# kassenzeichen 21
Ich habe {betrag} Euro doppelt überwiesen, bitte erstatten.
Zu welchem Kassenzeichen gehört die Abbuchung vom {datum}?
Anbei das SEPA-Mandat für die Lastschrift.
Meine Bankverbindung hat sich geändert.
Die Mahnung der Stadtkasse ist falsch, es ist längst bezahlt.
Kann ich den offenen Betrag stunden?
Bitte bestätigen Sie den Eingang meiner Zahlung.
Warum sind Mahngebühren und Säumniszuschläge dabei?
`;
