<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source> minutes</source>
        <translation> Minuten</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n earlier studies</source>
        <translation>
            <numerusform>%n frühere Untersuchung</numerusform>
            <numerusform>%n frühere Untersuchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n measurements</source>
        <translation>
            <numerusform>%n Messung</numerusform>
            <numerusform>%n Messungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new images</source>
        <translation>
            <numerusform>%n neues Bild</numerusform>
            <numerusform>%n neue Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new results</source>
        <translation>
            <numerusform>%n neues Ergebnis</numerusform>
            <numerusform>%n neue Ergebnisse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new studies</source>
        <translation>
            <numerusform>%n neue Untersuchung</numerusform>
            <numerusform>%n neue Untersuchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reads are</source>
        <translation>
            <numerusform>%n Befund ist</numerusform>
            <numerusform>%n Befunde sind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scored studies</source>
        <translation>
            <numerusform>%n bewertete Untersuchung</numerusform>
            <numerusform>%n bewertete Untersuchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n Untersuchung</numerusform>
            <numerusform>%n Untersuchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies rank</source>
        <translation>
            <numerusform>%n Untersuchung steht</numerusform>
            <numerusform>%n Untersuchungen stehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies read</source>
        <translation>
            <numerusform>%n Untersuchung befundet</numerusform>
            <numerusform>%n Untersuchungen befundet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies arrived</source>
        <translation>
            <numerusform>%n dringende Untersuchung eingetroffen</numerusform>
            <numerusform>%n dringende Untersuchungen eingetroffen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n views</source>
        <translation>
            <numerusform>%n Aufnahme</numerusform>
            <numerusform>%n Aufnahmen</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;1 x 1</source>
        <translation>&amp;1 x 1</translation>
    </message>
    <message>
        <source>&amp;Abnormal</source>
        <translation>&amp;Auffällig</translation>
    </message>
    <message>
        <source>&amp;About the program and the model…</source>
        <translation>&amp;Über das Programm und das Modell …</translation>
    </message>
    <message>
        <source>&amp;All views</source>
        <translation>&amp;Alle Aufnahmen</translation>
    </message>
    <message>
        <source>&amp;Angle</source>
        <translation>&amp;Winkel</translation>
    </message>
    <message>
        <source>&amp;Anonymous</source>
        <translation>&amp;Anonym</translation>
    </message>
    <message>
        <source>&amp;Any date</source>
        <translation>&amp;Jedes Datum</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Darstellung</translation>
    </message>
    <message>
        <source>&amp;Archive</source>
        <translation>&amp;Archiv</translation>
    </message>
    <message>
        <source>&amp;Automatic window</source>
        <translation>&amp;Automatische Fensterung</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>Zu&amp;rück</translation>
    </message>
    <message>
        <source>&amp;Band</source>
        <translation>&amp;Stufe</translation>
    </message>
    <message>
        <source>&amp;Body part</source>
        <translation>&amp;Körperteil</translation>
    </message>
    <message>
        <source>&amp;Bone window</source>
        <translation>&amp;Knochenfenster</translation>
    </message>
    <message>
        <source>&amp;CSV, for spreadsheets</source>
        <translation>&amp;CSV, für Tabellenprogramme</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>&amp;Cancel scoring</source>
        <translation>Bewertung &amp;abbrechen</translation>
    </message>
    <message>
        <source>&amp;Change keys…</source>
        <translation>Tasten &amp;ändern …</translation>
    </message>
    <message>
        <source>&amp;Clear all filters</source>
        <translation>Alle Filter auf&amp;heben</translation>
    </message>
    <message>
        <source>&amp;Cobb angle</source>
        <translation>&amp;Cobb-Winkel</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy text</source>
        <translation>Text &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy the report&apos;s text</source>
        <translation>Berichts&amp;text kopieren</translation>
    </message>
    <message>
        <source>&amp;Darker</source>
        <translation>D&amp;unkler</translation>
    </message>
    <message>
        <source>&amp;Date</source>
        <translation>&amp;Datum</translation>
    </message>
    <message>
        <source>&amp;Decoders</source>
        <translation>De&amp;kodierer</translation>
    </message>
    <message>
        <source>&amp;Edge view</source>
        <translation>&amp;Kantenansicht</translation>
    </message>
    <message>
        <source>&amp;Engine</source>
        <translation>En&amp;gine</translation>
    </message>
    <message>
        <source>&amp;Enlarge the view</source>
        <translation>Aufnahme &amp;vergrößern</translation>
    </message>
    <message>
        <source>&amp;Export worklist or reads…</source>
        <translation>Arbeitsliste oder Befunde &amp;exportieren …</translation>
    </message>
    <message>
        <source>&amp;Figures</source>
        <translation>&amp;Kennzahlen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Filter the worklist</source>
        <translation>Arbeitsliste &amp;filtern</translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation>&amp;Befehl suchen …</translation>
    </message>
    <message>
        <source>&amp;Folders</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Forget these folders</source>
        <translation>Diese Ordner &amp;vergessen</translation>
    </message>
    <message>
        <source>&amp;Fracture</source>
        <translation>&amp;Fraktur</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>&amp;From … to …</source>
        <translation>&amp;Von … bis …</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>V&amp;ollbild</translation>
    </message>
    <message>
        <source>&amp;Go to urgent arrivals</source>
        <translation>&amp;Zu dringenden Neuzugängen</translation>
    </message>
    <message>
        <source>&amp;Hardware</source>
        <translation>&amp;Implantat</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Bild</translation>
    </message>
    <message>
        <source>&amp;Institution</source>
        <translation>&amp;Einrichtung</translation>
    </message>
    <message>
        <source>&amp;JSON, for programs</source>
        <translation>&amp;JSON, für Programme</translation>
    </message>
    <message>
        <source>&amp;Keys and mouse…</source>
        <translation>&amp;Tasten und Maus …</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Layout</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Length</source>
        <translation>&amp;Strecke</translation>
    </message>
    <message>
        <source>&amp;Lesion</source>
        <translation>Lä&amp;sion</translation>
    </message>
    <message>
        <source>&amp;Less contrast</source>
        <translation>Weniger K&amp;ontrast</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>&amp;Lizenzen</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>&amp;Helles Design</translation>
    </message>
    <message>
        <source>&amp;List the whole watched folder</source>
        <translation>Ganzen überwachten Ordner auf&amp;listen</translation>
    </message>
    <message>
        <source>&amp;Magnifier</source>
        <translation>&amp;Lupe</translation>
    </message>
    <message>
        <source>&amp;Modality</source>
        <translation>&amp;Modalität</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Model and engine</source>
        <translation>&amp;Modell und Engine</translation>
    </message>
    <message>
        <source>&amp;Name to sign with</source>
        <translation>&amp;Name zum Signieren</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>&amp;Netzwerk</translation>
    </message>
    <message>
        <source>&amp;Next study</source>
        <translation>&amp;Nächste Untersuchung</translation>
    </message>
    <message>
        <source>&amp;Normal</source>
        <translation>&amp;Unauffällig</translation>
    </message>
    <message>
        <source>&amp;Overlay</source>
        <translation>&amp;Overlay</translation>
    </message>
    <message>
        <source>&amp;Pan</source>
        <translation>&amp;Verschieben</translation>
    </message>
    <message>
        <source>&amp;Patient</source>
        <translation>&amp;Patient</translation>
    </message>
    <message>
        <source>&amp;Peek underneath while held</source>
        <translation>Beim &amp;Halten darunter sehen</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>E&amp;instellungen …</translation>
    </message>
    <message>
        <source>&amp;Previous study</source>
        <translation>&amp;Vorige Untersuchung</translation>
    </message>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Programm</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Read</source>
        <translation>Be&amp;fund</translation>
    </message>
    <message>
        <source>&amp;Reading</source>
        <translation>&amp;Befundung</translation>
    </message>
    <message>
        <source>&amp;Remember recent folders</source>
        <translation>&amp;Zuletzt geöffnete Ordner merken</translation>
    </message>
    <message>
        <source>&amp;Remove a measurement</source>
        <translation>&amp;Messung entfernen</translation>
    </message>
    <message>
        <source>&amp;Reports of crashes…</source>
        <translation>&amp;Absturzberichte …</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>&amp;Bericht …</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Reset to default</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Save as CSV…</source>
        <translation>Als &amp;CSV speichern …</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern unter …</translation>
    </message>
    <message>
        <source>&amp;Set a point at the cross</source>
        <translation>&amp;Punkt am Kreuz setzen</translation>
    </message>
    <message>
        <source>&amp;Sign</source>
        <translation>Si&amp;gnieren</translation>
    </message>
    <message>
        <source>&amp;Soft tissue window</source>
        <translation>&amp;Weichteilfenster</translation>
    </message>
    <message>
        <source>&amp;Sort new results in</source>
        <translation>Neue Ergebnisse &amp;einsortieren</translation>
    </message>
    <message>
        <source>&amp;State</source>
        <translation>&amp;Zustand</translation>
    </message>
    <message>
        <source>&amp;Statistics…</source>
        <translation>&amp;Statistik …</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>&amp;Untersuchung</translation>
    </message>
    <message>
        <source>&amp;Take the study over</source>
        <translation>Studie &amp;übernehmen</translation>
    </message>
    <message>
        <source>&amp;Templates…</source>
        <translation>&amp;Vorlagen …</translation>
    </message>
    <message>
        <source>&amp;Texts and patient</source>
        <translation>&amp;Texte und Patient</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>Far&amp;bschema</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>Th&amp;reads</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Bis</translation>
    </message>
    <message>
        <source>&amp;Today</source>
        <translation>&amp;Heute</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Urgent from</source>
        <translation>„dringend“ a&amp;b</translation>
    </message>
    <message>
        <source>&amp;Watch a folder…</source>
        <translation>Ordner &amp;überwachen …</translation>
    </message>
    <message>
        <source>&amp;Watched folder</source>
        <translation>Über&amp;wachter Ordner</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>&amp;Fensterung</translation>
    </message>
    <message>
        <source>&amp;Worklist</source>
        <translation>A&amp;rbeitsliste</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>&amp;Zoom</translation>
    </message>
    <message>
        <source>&amp;Zoom in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>1 x &amp;2</source>
        <translation>1 x &amp;2</translation>
    </message>
    <message>
        <source>2 x 2</source>
        <translation>2 x 2</translation>
    </message>
    <message>
        <source>2026-01-31, 2026-01-01..2026-01-31, today</source>
        <translation>2026-01-31, 2026-01-01..2026-01-31, heute</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>8 bits are faster on some processors, and the card says what they cost</source>
        <translation>8 Bit sind auf manchen Prozessoren schneller; die Karte sagt, was sie kosten</translation>
    </message>
    <message>
        <source>90 % within</source>
        <translation>90 % innerhalb von</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>&lt; 1 min</source>
        <translation>&lt; 1 min</translation>
    </message>
    <message>
        <source>A backup holds what was kept until then: scores made later are made again, reads signed later are not in it.</source>
        <translation>Eine Sicherung enthält, was bis dahin gespeichert war: Spätere Scores werden neu berechnet, später signierte Befunde fehlen darin.</translation>
    </message>
    <message>
        <source>A draft is a proposal: it says nothing before a reader signs it</source>
        <translation>Ein Entwurf ist ein Vorschlag: Er sagt nichts aus, bevor ihn jemand signiert</translation>
    </message>
    <message>
        <source>A file is taken once it has not changed for some seconds, so that half a copy is never scored. Images that lie in the folder itself are studies of their own; those in a folder inside it belong together.</source>
        <translation>Eine Datei wird übernommen, sobald sie sich einige Sekunden lang nicht geändert hat, damit nie eine halbe Kopie bewertet wird. Bilder, die im Ordner selbst liegen, sind eigene Untersuchungen; die in einem Unterordner gehören zusammen.</translation>
    </message>
    <message>
        <source>A file that takes longer is listed as unreadable</source>
        <translation>Eine Datei, die länger braucht, gilt als nicht lesbar</translation>
    </message>
    <message>
        <source>A loupe</source>
        <translation>Vergrößert unter dem Zeiger</translation>
    </message>
    <message>
        <source>A low score does not rule anything out, and a high one finds nothing. Outline and heat map show what drove the score, not where a fracture is. The model has blind spots; Shift+F1 lists what was measured and what it cannot do. Every study must be read by a radiologist, in whatever order.</source>
        <translation>Ein niedriger Score schließt nichts aus, und ein hoher findet nichts. Umriss und Heatmap zeigen, was den Score bestimmt hat, nicht wo eine Fraktur ist. Das Modell hat blinde Flecken; Umschalt+F1 zeigt, was gemessen wurde und was es nicht kann. Jede Untersuchung muss ärztlich befundet werden, in welcher Reihenfolge auch immer.</translation>
    </message>
    <message>
        <source>A model is a folder that you put into {folders}.</source>
        <translation>Ein Modell ist ein Ordner, den Sie in {folders} legen.</translation>
    </message>
    <message>
        <source>A model&apos;s estimate, from the pixels alone, of how likely a study is to be abnormal in the sense of its training data. It orders the worklist: what looks suspicious to the model is read first.</source>
        <translation>Die Schätzung eines Modells, allein aus den Pixeln, wie wahrscheinlich eine Untersuchung im Sinne seiner Trainingsdaten auffällig ist. Sie ordnet die Arbeitsliste: Was dem Modell verdächtig erscheint, wird zuerst befundet.</translation>
    </message>
    <message>
        <source>A report says where in the program something went wrong. It holds no patient data and is sent nowhere: copy it to whoever looks after the program.</source>
        <translation>Ein Bericht sagt, an welcher Stelle des Programms ein Fehler auftrat. Er enthält keine Patientendaten und wird nirgendwohin gesendet: Kopieren Sie ihn für die, die das Programm betreuen.</translation>
    </message>
    <message>
        <source>A signed version is in view. Turn to your draft first.</source>
        <translation>Eine signierte Version wird angezeigt. Wechseln Sie zuerst zu Ihrem Entwurf.</translation>
    </message>
    <message>
        <source>A study that has waited longer rises to the top, whatever its score. Without a cap, studies with low scores may wait without end.</source>
        <translation>Eine Untersuchung, die länger gewartet hat, steigt nach oben, gleich welchen Score sie hat. Ohne Grenze können Untersuchungen mit niedrigem Score endlos warten.</translation>
    </message>
    <message>
        <source>A study that is signed has got {images} since: {part} of {day}. Look at them, and amend the read.</source>
        <translation>Eine signierte Untersuchung hat seither {images} bekommen: {part} vom {day}. Sehen Sie sie an und schreiben Sie einen Nachtrag.</translation>
    </message>
    <message>
        <source>A window of MURA Desktop is open on this data with its own model. Close it, then start again.</source>
        <translation>Auf diesen Daten ist bereits ein Fenster von MURA Desktop mit eigenem Modell geöffnet. Schließen Sie es und starten Sie erneut.</translation>
    </message>
    <message>
        <source>A window of MURA Desktop is open on this data, but does not answer. Close it, then start again.</source>
        <translation>Auf diesen Daten ist bereits ein Fenster von MURA Desktop geöffnet, das nicht antwortet. Schließen Sie es und starten Sie erneut.</translation>
    </message>
    <message>
        <source>A&amp;mend</source>
        <translation>Na&amp;chtrag</translation>
    </message>
    <message>
        <source>Abnormal</source>
        <translation>Auffällig</translation>
    </message>
    <message>
        <source>Abnormal: choose a finding, or say in the text what it is.</source>
        <translation>Auffällig: Wählen Sie einen Befund, oder sagen Sie im Text, was es ist.</translation>
    </message>
    <message>
        <source>About MURA Desktop</source>
        <translation>Über MURA Desktop</translation>
    </message>
    <message>
        <source>About the model</source>
        <translation>Über das Modell</translation>
    </message>
    <message>
        <source>About the program</source>
        <translation>Über das Programm</translation>
    </message>
    <message>
        <source>Accession</source>
        <translation>Auftragsnr.</translation>
    </message>
    <message>
        <source>Actual &amp;pixels</source>
        <translation>Originalpi&amp;xel</translation>
    </message>
    <message>
        <source>Add this key</source>
        <translation>Taste hinzufügen</translation>
    </message>
    <message>
        <source>Agr&amp;ee with the flag</source>
        <translation>Dem Hinweis &amp;zustimmen</translation>
    </message>
    <message>
        <source>Agree</source>
        <translation>Zustimmung</translation>
    </message>
    <message>
        <source>Agreement of readers and the model&apos;s flag</source>
        <translation>Übereinstimmung der Befundenden mit dem Hinweis des Modells</translation>
    </message>
    <message>
        <source>Agreement over all, with intervals of 95 %</source>
        <translation>Übereinstimmung insgesamt, mit 95-%-Intervallen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>Alle Tage</translation>
    </message>
    <message>
        <source>All entries</source>
        <translation>Alle Einträge</translation>
    </message>
    <message>
        <source>All own keys back</source>
        <translation>Alle Tasten zurücksetzen</translation>
    </message>
    <message>
        <source>All readers</source>
        <translation>Alle Befundenden</translation>
    </message>
    <message>
        <source>All views</source>
        <translation>Alle Aufnahmen</translation>
    </message>
    <message>
        <source>Amend</source>
        <translation>Nachtrag</translation>
    </message>
    <message>
        <source>Amended: {reason}</source>
        <translation>Nachtrag: {reason}</translation>
    </message>
    <message>
        <source>Angle of two lines</source>
        <translation>Winkel zweier Linien</translation>
    </message>
    <message>
        <source>Another language takes effect at the next start.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiv</translation>
    </message>
    <message>
        <source>As at first</source>
        <translation>Wie zu Beginn</translation>
    </message>
    <message>
        <source>Asking {name} …</source>
        <translation>{name} wird gefragt …</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Bands by body part</source>
        <translation>Stufen nach Körperteil</translation>
    </message>
    <message>
        <source>Before you begin</source>
        <translation>Bevor Sie beginnen</translation>
    </message>
    <message>
        <source>Begin another version</source>
        <translation>Eine weitere Version beginnen</translation>
    </message>
    <message>
        <source>Begin with an empty one</source>
        <translation>Mit leerer Datenbank beginnen</translation>
    </message>
    <message>
        <source>Being prepared</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Body &amp;part</source>
        <translation>&amp;Körperteil</translation>
    </message>
    <message>
        <source>Body part</source>
        <translation>Körperteil</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beidseits</translation>
    </message>
    <message>
        <source>Bri&amp;ghter</source>
        <translation>&amp;Heller</translation>
    </message>
    <message>
        <source>Bundles that lie in the folder of models; each is checked before it is offered</source>
        <translation>Pakete im Ordner der Modelle; jedes wird geprüft, bevor es angeboten wird</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Wä&amp;hlen …</translation>
    </message>
    <message>
        <source>C&amp;lear all filters</source>
        <translation>Alle Fi&amp;lter aufheben</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>Sch&amp;ließen</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelled while studies were looked for: {scored} of the first {total} studies are scored. F5 goes on.</source>
        <translation>Abgebrochen, während noch nach Untersuchungen gesucht wurde: {scored} der ersten {total} Untersuchungen sind bewertet. F5 setzt fort.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Cancelled. {studies} came; what came of the rest is kept.</source>
        <translation>Abgebrochen. {studies} angekommen; was vom Rest ankam, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Cancelled: {scored} of {total} studies are scored. F5 goes on.</source>
        <translation>Abgebrochen: {scored} von {total} Untersuchungen sind bewertet. F5 setzt fort.</translation>
    </message>
    <message>
        <source>Card&apos;s values for all par&amp;ts</source>
        <translation>Modellwerte für alle Körper&amp;teile</translation>
    </message>
    <message>
        <source>Card&apos;s values for this &amp;part</source>
        <translation>Modellwerte für diesen &amp;Körperteil</translation>
    </message>
    <message>
        <source>Card: review</source>
        <translation>Modell: prüfen</translation>
    </message>
    <message>
        <source>Card: urgent</source>
        <translation>Karte: dringend</translation>
    </message>
    <message>
        <source>Change keys</source>
        <translation>Tasten ändern</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>Tasten ändern …</translation>
    </message>
    <message>
        <source>Choose a command, go to the field below it and press a key.</source>
        <translation>Wählen Sie einen Befehl, gehen Sie in das Feld darunter und drücken Sie eine Taste.</translation>
    </message>
    <message>
        <source>Choose a conclusion first: normal, abnormal or not diagnostic.</source>
        <translation>Wählen Sie zuerst eine Beurteilung: unauffällig, auffällig oder nicht befundbar.</translation>
    </message>
    <message>
        <source>Choose a study in the worklist to send its results.</source>
        <translation>Wählen Sie in der Arbeitsliste eine Untersuchung, um ihre Ergebnisse zu senden.</translation>
    </message>
    <message>
        <source>Choose a study in the worklist, or press Down for the first.</source>
        <translation>Wählen Sie eine Untersuchung in der Arbeitsliste; Pfeil nach unten wählt die erste.</translation>
    </message>
    <message>
        <source>Choose a study to read it.</source>
        <translation>Wählen Sie eine Untersuchung, um sie zu befunden.</translation>
    </message>
    <message>
        <source>Choose c&amp;olumns…</source>
        <translation>S&amp;palten wählen …</translation>
    </message>
    <message>
        <source>Chosen days</source>
        <translation>Gewählte Tage</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>Schließen und verlieren</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Cobb angle</source>
        <translation>Cobb-Winkel</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Compare with an earlier study of the same patient and part</source>
        <translation>Mit einer früheren Untersuchung desselben Patienten und Körperteils vergleichen</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>Beurteilung</translation>
    </message>
    <message>
        <source>Conclusion: abnormal</source>
        <translation>Beurteilung: auffällig</translation>
    </message>
    <message>
        <source>Conclusion: normal</source>
        <translation>Beurteilung: unauffällig</translation>
    </message>
    <message>
        <source>Conclusion: not diagnostic</source>
        <translation>Beurteilung: nicht befundbar</translation>
    </message>
    <message>
        <source>Contrast as the file asks for</source>
        <translation>Kontrast, wie ihn die Datei vorgibt</translation>
    </message>
    <message>
        <source>Contrast for the dense part</source>
        <translation>Kontrast für die dichten Anteile</translation>
    </message>
    <message>
        <source>Contrast for the less dense part</source>
        <translation>Kontrast für die weniger dichten Anteile</translation>
    </message>
    <message>
        <source>Contrast from the image&apos;s greys</source>
        <translation>Kontrast aus den Grauwerten des Bildes</translation>
    </message>
    <message>
        <source>Copy the chosen lines, or all that are shown</source>
        <translation>Die gewählten Zeilen kopieren, sonst alle gezeigten</translation>
    </message>
    <message>
        <source>Counting …</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>Cross or image down</source>
        <translation>Kreuz oder Bild nach unten</translation>
    </message>
    <message>
        <source>Cross or image to the left</source>
        <translation>Kreuz oder Bild nach links</translation>
    </message>
    <message>
        <source>Cross or image to the right</source>
        <translation>Kreuz oder Bild nach rechts</translation>
    </message>
    <message>
        <source>Cross or image up</source>
        <translation>Kreuz oder Bild nach oben</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Strg+K</translation>
    </message>
    <message>
        <source>D&amp;isagree with the flag</source>
        <translation>Dem Hinweis &amp;widersprechen</translation>
    </message>
    <message>
        <source>DICOM, PNG, JPEG, TIFF and BMP, also in ZIP archives. Every study is scored on this computer, and those that ask to be read first stand at the top.</source>
        <translation>DICOM, PNG, JPEG, TIFF und BMP, auch in ZIP-Archiven. Jede Untersuchung wird auf diesem Computer bewertet, und was zuerst befundet werden soll, steht oben.</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Dates of the studies</source>
        <translation>Daten der Untersuchungen</translation>
    </message>
    <message>
        <source>De&amp;generative</source>
        <translation>&amp;Degenerativ</translation>
    </message>
    <message>
        <source>Degenerative</source>
        <translation>Degenerativ</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>Vorführung</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Disagree</source>
        <translation>Widerspruch</translation>
    </message>
    <message>
        <source>Disl&amp;ocation</source>
        <translation>&amp;Luxation</translation>
    </message>
    <message>
        <source>Dislocation</source>
        <translation>Luxation</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Down, Up</source>
        <translation>Ab, Auf</translation>
    </message>
    <message>
        <source>Draft saved {time}</source>
        <translation>Entwurf gespeichert {time}</translation>
    </message>
    <message>
        <source>Draft, not saved yet</source>
        <translation>Entwurf, noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Drag for contrast</source>
        <translation>Ziehen ändert den Kontrast</translation>
    </message>
    <message>
        <source>Drag or two clicks</source>
        <translation>Ziehen oder zwei Klicks</translation>
    </message>
    <message>
        <source>Drag to move the image</source>
        <translation>Ziehen verschiebt das Bild</translation>
    </message>
    <message>
        <source>Drag up or down to zoom</source>
        <translation>Auf- oder abwärts ziehen zoomt</translation>
    </message>
    <message>
        <source>Drop a folder of bone radiographs here</source>
        <translation>Ordner mit Knochen-Röntgenaufnahmen hier ablegen</translation>
    </message>
    <message>
        <source>EARLIER STUDY of {date}</source>
        <translation>FRÜHERE UNTERSUCHUNG vom {date}</translation>
    </message>
    <message>
        <source>EDGE VIEW {strength}: a display aid, not what the model sees</source>
        <translation>KANTENANSICHT {strength}: eine Sehhilfe, nicht was das Modell sieht</translation>
    </message>
    <message>
        <source>Earlier st&amp;udy beside it</source>
        <translation>&amp;Frühere Untersuchung daneben</translation>
    </message>
    <message>
        <source>Earlier study, view {number}: {text}</source>
        <translation>Frühere Untersuchung, Aufnahme {number}: {text}</translation>
    </message>
    <message>
        <source>Edge view &amp;stronger</source>
        <translation>Kantenansicht &amp;stärker</translation>
    </message>
    <message>
        <source>Edge view &amp;weaker</source>
        <translation>Kantenansicht s&amp;chwächer</translation>
    </message>
    <message>
        <source>Eff&amp;usion</source>
        <translation>&amp;Erguss</translation>
    </message>
    <message>
        <source>Effusion</source>
        <translation>Erguss</translation>
    </message>
    <message>
        <source>Enlarge a view, and back</source>
        <translation>Aufnahme vergrößern und zurück</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Export worklist or reads</source>
        <translation>Arbeitsliste oder Befunde exportieren</translation>
    </message>
    <message>
        <source>F&amp;ind</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>F&amp;ollow</source>
        <translation>&amp;Mitlaufen</translation>
    </message>
    <message>
        <source>F&amp;ull window</source>
        <translation>&amp;Volles Fenster</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Fe&amp;tch the chosen studies</source>
        <translation>Gewählte Untersuchungen &amp;holen</translation>
    </message>
    <message>
        <source>Fetching study {study} of {studies}: {images} images</source>
        <translation>Untersuchung {study} von {studies} wird geholt: {images} Bilder</translation>
    </message>
    <message>
        <source>Fi&amp;t</source>
        <translation>Ein&amp;passen</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Figures appear here once studies are signed. Choose other days or readers.</source>
        <translation>Zahlen erscheinen hier, sobald Untersuchungen signiert sind. Wählen Sie andere Tage oder Befundende.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files that are part of no score, and why (Ctrl+U)</source>
        <translation>Dateien, die in keinen Score eingehen, und warum (Strg+U)</translation>
    </message>
    <message>
        <source>Files that were not scored</source>
        <translation>Nicht bewertete Dateien</translation>
    </message>
    <message>
        <source>Filter  (Ctrl+F)</source>
        <translation>Filter  (Strg+F)</translation>
    </message>
    <message>
        <source>Filter by patient, part, priority or state  (Ctrl+F)</source>
        <translation>Nach Patient, Körperteil, Priorität oder Zustand filtern  (Strg+F)</translation>
    </message>
    <message>
        <source>Filter the log</source>
        <translation>Protokoll filtern</translation>
    </message>
    <message>
        <source>Filter the worklist</source>
        <translation>Arbeitsliste filtern</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filters &amp;by state, band, part, date…</source>
        <translation>Filter nach Zustand, &amp;Stufe, Körperteil, Datum …</translation>
    </message>
    <message>
        <source>Filters of the worklist</source>
        <translation>Filter der Arbeitsliste</translation>
    </message>
    <message>
        <source>Find  (Ctrl+F, Return for the next)</source>
        <translation>Suchen  (Strg+F, Eingabe für den nächsten Treffer)</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Find in this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>Find studies in an &amp;archive…</source>
        <translation>Untersuchungen im &amp;Archiv suchen …</translation>
    </message>
    <message>
        <source>Find studies in an archive</source>
        <translation>Untersuchungen im Archiv suchen</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Flag: every band other than “likely normal”, as it was when the read was signed. Reference: the signed conclusion. Readers had seen the flag, so these figures flatter the model; they are no measure of how well it performs.</source>
        <translation>Hinweis: jede Stufe außer „eher unauffällig“, wie sie beim Signieren war. Referenz: die signierte Beurteilung. Wer befundete, hatte den Hinweis gesehen; diese Zahlen schmeicheln daher dem Modell und sind kein Maß für seine Güte.</translation>
    </message>
    <message>
        <source>Folders are not remembered (see Preferences, Folders)</source>
        <translation>Ordner werden nicht gemerkt (siehe Einstellungen, Ordner)</translation>
    </message>
    <message>
        <source>Folders that were opened last</source>
        <translation>Ordner, die zuletzt geöffnet wurden</translation>
    </message>
    <message>
        <source>For images without DICOM header and outside of MURA&apos;s folders</source>
        <translation>Für Bilder ohne DICOM-Header und außerhalb der MURA-Ordner</translation>
    </message>
    <message>
        <source>For research use only</source>
        <translation>Nur für Forschungszwecke</translation>
    </message>
    <message>
        <source>For research use only. Not a medical device, not cleared for clinical use. A score orders the list; it is no diagnosis, and a low one rules nothing out.</source>
        <translation>Nur für Forschungszwecke. Kein Medizinprodukt, nicht für die klinische Anwendung zugelassen. Ein Score ordnet die Liste; er ist keine Diagnose, und ein niedriger schließt nichts aus.</translation>
    </message>
    <message>
        <source>Forget the folders &amp;opened last</source>
        <translation>Zuletzt geöffnete Ordner &amp;vergessen</translation>
    </message>
    <message>
        <source>Forgotten</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Four views</source>
        <translation>Vier Aufnahmen</translation>
    </message>
    <message>
        <source>Fracture</source>
        <translation>Fraktur</translation>
    </message>
    <message>
        <source>From the darkest to the brightest pixel</source>
        <translation>Vom dunkelsten bis zum hellsten Pixel</translation>
    </message>
    <message>
        <source>From the reader who has it in view</source>
        <translation>Von der Person, die sie gerade ansieht</translation>
    </message>
    <message>
        <source>From which score on a study is “review” or “urgent”. Values of your own go before those of the model&apos;s card; they count at once, for listed studies too.</source>
        <translation>Ab welchem Score eine Untersuchung „prüfen“ oder „dringend“ ist. Eigene Werte gehen denen des Modells vor; sie gelten sofort, auch für Untersuchungen in der Liste.</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>Go to the field and press the new key.</source>
        <translation>Gehen Sie in das Feld und drücken Sie die neue Taste.</translation>
    </message>
    <message>
        <source>HTML (*.html)</source>
        <translation>HTML (*.html)</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Implantat</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Hidden together with the patient&apos;s texts (X shows them)</source>
        <translation>Zusammen mit den Patiententexten verborgen (X zeigt sie)</translation>
    </message>
    <message>
        <source>Hold to see the bare image</source>
        <translation>Halten zeigt das bloße Bild</translation>
    </message>
    <message>
        <source>How &amp;arrivals are noticed</source>
        <translation>Wie Neuzugänge be&amp;merkt werden</translation>
    </message>
    <message>
        <source>How long commands &amp;wait for a disk</source>
        <translation>Wie lange Befehle auf einen Datenträger &amp;warten</translation>
    </message>
    <message>
        <source>How loose images become studies</source>
        <translation>Wie lose Bilder zu Untersuchungen werden</translation>
    </message>
    <message>
        <source>I &amp;understand</source>
        <translation>Ich habe &amp;verstanden</translation>
    </message>
    <message>
        <source>Imager Pixel Spacing, at the detector</source>
        <translation>Imager Pixel Spacing, am Detektor</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images in a window of their own, on another monitor if there is one</source>
        <translation>Bilder in eigenem Fenster, möglichst auf einem anderen Monitor</translation>
    </message>
    <message>
        <source>Images lie on black in both</source>
        <translation>Bilder liegen in beiden auf Schwarz</translation>
    </message>
    <message>
        <source>Images on &amp;second monitor</source>
        <translation>Bilder auf &amp;zweitem Monitor</translation>
    </message>
    <message>
        <source>In&amp;vert</source>
        <translation>&amp;Invertieren</translation>
    </message>
    <message>
        <source>Intended use</source>
        <translation>Zweckbestimmung</translation>
    </message>
    <message>
        <source>Intervals of 95 %: Wilson for proportions; Fleiss, Cohen and Everitt 1969 for kappa. “few” marks fewer than {n} studies, from which nothing follows.</source>
        <translation>95-%-Intervalle: Wilson für Anteile; Fleiss, Cohen und Everitt 1969 für Kappa. „wenige“ steht bei weniger als {n} Untersuchungen, aus denen nichts folgt.</translation>
    </message>
    <message>
        <source>It waits behind an earlier study:</source>
        <translation>Wartet hinter einer früheren Untersuchung:</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Keep the newest line in sight</source>
        <translation>Die neueste Zeile im Blick behalten</translation>
    </message>
    <message>
        <source>Keras (for models in its own format)</source>
        <translation>Keras (für Modelle in dessen eigenem Format)</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys and mouse</source>
        <translation>Tasten und Maus</translation>
    </message>
    <message>
        <source>Last &amp;7 days</source>
        <translation>Letzte &amp;7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation>Letzte 90 Tage</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Anordnung</translation>
    </message>
    <message>
        <source>Leave measurement, tool, full screen; cancel scoring</source>
        <translation>Messung, Werkzeug, Vollbild verlassen; Bewertung abbrechen</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Left drag</source>
        <translation>Links ziehen</translation>
    </message>
    <message>
        <source>Left out of the agreement: {studies} ({reasons}).</source>
        <translation>Nicht in der Übereinstimmung: {studies} ({reasons}).</translation>
    </message>
    <message>
        <source>Left out:</source>
        <translation>Ausgelassen:</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>Lesion</source>
        <translation>Läsion</translation>
    </message>
    <message>
        <source>Let go to open</source>
        <translation>Zum Öffnen loslassen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Light or dark theme</source>
        <translation>Helles oder dunkles Design</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Lin&amp;k windows</source>
        <translation>&amp;Fenster koppeln</translation>
    </message>
    <message>
        <source>Lines of the log</source>
        <translation>Zeilen des Protokolls</translation>
    </message>
    <message>
        <source>List all of {folder}</source>
        <translation>Alles aus {folder} auflisten</translation>
    </message>
    <message>
        <source>Loading the model …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Längste</translation>
    </message>
    <message>
        <source>Longest &amp;wait</source>
        <translation>Längste &amp;Wartezeit</translation>
    </message>
    <message>
        <source>Longest time to read a &amp;file</source>
        <translation>Längste Zeit zum Lesen einer Date&amp;i</translation>
    </message>
    <message>
        <source>Look at the read, then sign.</source>
        <translation>Prüfen Sie den Befund, dann signieren Sie.</translation>
    </message>
    <message>
        <source>Looking for models …</source>
        <translation>Modelle werden gesucht …</translation>
    </message>
    <message>
        <source>Looking for reports …</source>
        <translation>Berichte werden gesucht …</translation>
    </message>
    <message>
        <source>Looking for studies</source>
        <translation>Suche nach Untersuchungen</translation>
    </message>
    <message>
        <source>Looking up what there is …</source>
        <translation>Es wird nachgesehen, was vorhanden ist …</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Wird nachgesehen …</translation>
    </message>
    <message>
        <source>Loose images:</source>
        <translation>Lose Bilder:</translation>
    </message>
    <message>
        <source>M&amp;odel</source>
        <translation>M&amp;odell</translation>
    </message>
    <message>
        <source>MIRRORED and turned {angle}°: marks in the image too</source>
        <translation>GESPIEGELT und um {angle}° gedreht: auch Marken im Bild</translation>
    </message>
    <message>
        <source>MIRRORED left and right: marks in the image too</source>
        <translation>LINKS UND RECHTS GESPIEGELT: auch Marken im Bild</translation>
    </message>
    <message>
        <source>MIRRORED top and bottom: marks in the image too</source>
        <translation>OBEN UND UNTEN GESPIEGELT: auch Marken im Bild</translation>
    </message>
    <message>
        <source>MURA Desktop: images</source>
        <translation>MURA Desktop: Bilder</translation>
    </message>
    <message>
        <source>MURA Desktop: keys and mouse</source>
        <translation>MURA Desktop: Tasten und Maus</translation>
    </message>
    <message>
        <source>Meanwhile {other}. Your read is kept as a draft: look at theirs, then amend it.</source>
        <translation>Inzwischen: {other}. Ihr Befund bleibt als Entwurf erhalten: Sehen Sie den anderen an, dann schreiben Sie einen Nachtrag.</translation>
    </message>
    <message>
        <source>Measure a length</source>
        <translation>Eine Strecke messen</translation>
    </message>
    <message>
        <source>Measure an angle</source>
        <translation>Einen Winkel messen</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Measured on</source>
        <translation>Gemessen an</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Middle drag, Shift+drag</source>
        <translation>Mitte ziehen, Umschalt+Ziehen</translation>
    </message>
    <message>
        <source>Mirror left and right</source>
        <translation>Links und rechts spiegeln</translation>
    </message>
    <message>
        <source>Mirror top and bottom</source>
        <translation>Oben und unten spiegeln</translation>
    </message>
    <message>
        <source>Modality</source>
        <translation>Modalität</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>More &amp;contrast</source>
        <translation>&amp;Mehr Kontrast</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Move the image</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>NPV</source>
        <translation>NPV</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Names of folders may be names of patients</source>
        <translation>Ordnernamen können Patientennamen sein</translation>
    </message>
    <message>
        <source>Narrower window</source>
        <translation>Engeres Fenster</translation>
    </message>
    <message>
        <source>Ne&amp;wer version or draft</source>
        <translation>Neuere Versi&amp;on oder Entwurf</translation>
    </message>
    <message>
        <source>Ne&amp;xt earlier study</source>
        <translation>&amp;Nächste frühere Untersuchung</translation>
    </message>
    <message>
        <source>Negative predictive value (NPV)</source>
        <translation>Negativer Vorhersagewert (NPV)</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
    <message>
        <source>Newer version</source>
        <translation>Neuere Version</translation>
    </message>
    <message>
        <source>Next &amp;unread study</source>
        <translation>Nächste &amp;unbefundete Untersuchung</translation>
    </message>
    <message>
        <source>Next &amp;view</source>
        <translation>Nä&amp;chste Aufnahme</translation>
    </message>
    <message>
        <source>No archive is set that results may be sent to. Add one under “remotes” in the settings, then start the program again.</source>
        <translation>Es ist kein Archiv eingerichtet, an das Ergebnisse gesendet werden dürfen. Tragen Sie eines unter „remotes“ in die Einstellungsdatei ein und starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>No archive is set up. Name one under remotes in the settings file.</source>
        <translation>Es ist kein Archiv eingerichtet. Nennen Sie eines unter „remotes“ in der Einstellungsdatei.</translation>
    </message>
    <message>
        <source>No fracture or dislocation.</source>
        <translation>Keine Fraktur oder Luxation.</translation>
    </message>
    <message>
        <source>No name, ID, date, UID or description; a pseudonym stands for the patient</source>
        <translation>Kein Name, keine ID, kein Datum, keine UID oder Beschreibung; ein Pseudonym steht für den Patienten</translation>
    </message>
    <message>
        <source>No overlay</source>
        <translation>Kein Overlay</translation>
    </message>
    <message>
        <source>No radiographs found in {name}. DICOM, PNG, JPEG, TIFF and BMP files are read, also in ZIP archives. Ctrl+U lists what was found and why it was left out; Ctrl+O opens another folder.</source>
        <translation>In {name} wurden keine Röntgenaufnahmen gefunden. Gelesen werden DICOM, PNG, JPEG, TIFF und BMP, auch in ZIP-Archiven. Strg+U zeigt, was gefunden und warum es ausgelassen wurde; Strg+O öffnet einen anderen Ordner.</translation>
    </message>
    <message>
        <source>No score: {reason}.</source>
        <translation>Kein Score: {reason}.</translation>
    </message>
    <message>
        <source>No studies are received: set listens or remotes in the settings file.</source>
        <translation>Es werden keine Untersuchungen empfangen: Setzen Sie „listens“ oder „remotes“ in der Einstellungsdatei.</translation>
    </message>
    <message>
        <source>No studies yet.</source>
        <translation>Noch keine Untersuchungen.</translation>
    </message>
    <message>
        <source>No study is chosen.</source>
        <translation>Keine Untersuchung ist gewählt.</translation>
    </message>
    <message>
        <source>No study matches the filters. Shift+F clears them.</source>
        <translation>Keine Untersuchung passt zu den Filtern. Umschalt+F hebt sie auf.</translation>
    </message>
    <message>
        <source>No text.</source>
        <translation>Kein Text.</translation>
    </message>
    <message>
        <source>Nominal Scanned Pixel Spacing, on the film</source>
        <translation>Nominal Scanned Pixel Spacing, auf dem Film</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Unauffällig</translation>
    </message>
    <message>
        <source>Normal and a finding contradict each other: take one of them away.</source>
        <translation>„Unauffällig“ und ein Befund widersprechen sich: Nehmen Sie eines davon weg.</translation>
    </message>
    <message>
        <source>Normal: all other parts</source>
        <translation>Unauffällig: alle anderen Körperteile</translation>
    </message>
    <message>
        <source>Normal: {part}</source>
        <translation>Unauffällig: {part}</translation>
    </message>
    <message>
        <source>Not &amp;diagnostic</source>
        <translation>Nicht befund&amp;bar</translation>
    </message>
    <message>
        <source>Not diagnostic</source>
        <translation>Nicht befundbar</translation>
    </message>
    <message>
        <source>Not everything is saved</source>
        <translation>Nicht alles ist gespeichert</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Not saved: {reason} It is held.</source>
        <translation>Nicht gespeichert: {reason} Der Text wird gehalten.</translation>
    </message>
    <message>
        <source>Not scored ({count})</source>
        <translation>Nicht bewertet ({count})</translation>
    </message>
    <message>
        <source>Not signed yet: {reason} It is held.</source>
        <translation>Noch nicht signiert: {reason} Der Befund wird gehalten.</translation>
    </message>
    <message>
        <source>Not signed, kept as a draft. {reason}</source>
        <translation>Nicht signiert, als Entwurf behalten. {reason}</translation>
    </message>
    <message>
        <source>Not watching {folder}</source>
        <translation>{folder} wird nicht überwacht</translation>
    </message>
    <message>
        <source>Noted. It is sent to {name} in the background.</source>
        <translation>Vorgemerkt. Es wird im Hintergrund an {name} gesendet.</translation>
    </message>
    <message>
        <source>Nothing is kept in this window, so nothing can be signed.</source>
        <translation>In diesem Fenster wird nichts gespeichert, daher kann nichts signiert werden.</translation>
    </message>
    <message>
        <source>Nothing is lost: what is not saved is held, and saving is tried again.</source>
        <translation>Nichts geht verloren: Ungespeichertes wird gehalten und das Speichern erneut versucht.</translation>
    </message>
    <message>
        <source>Nothing is on its way.</source>
        <translation>Nichts ist unterwegs.</translation>
    </message>
    <message>
        <source>Nothing is stated: no model is loaded, or its card holds no figures.</source>
        <translation>Keine Angaben: Es ist kein Modell geladen, oder seine Beschreibung enthält keine Zahlen.</translation>
    </message>
    <message>
        <source>Nothing was opened yet</source>
        <translation>Noch nichts geöffnet</translation>
    </message>
    <message>
        <source>Nothing was read in these days</source>
        <translation>In diesen Tagen wurde nichts befundet</translation>
    </message>
    <message>
        <source>Nothing was signed yet, so there are no reads to export.</source>
        <translation>Noch nichts wurde signiert, daher gibt es keine Befunde zu exportieren.</translation>
    </message>
    <message>
        <source>Number, or beginning of the name</source>
        <translation>Nummer oder Anfang des Namens</translation>
    </message>
    <message>
        <source>O&amp;ther finding</source>
        <translation>So&amp;nstiger Befund</translation>
    </message>
    <message>
        <source>O, H</source>
        <translation>O, H</translation>
    </message>
    <message>
        <source>Of the command line only: the window waits until it is closed</source>
        <translation>Nur für die Kommandozeile: Das Fenster wartet, bis es geschlossen wird</translation>
    </message>
    <message>
        <source>Off: the image is seen bare first, and the overlay once it is asked for (O)</source>
        <translation>Aus: Das Bild ist zuerst ohne Overlay zu sehen, das Overlay auf Wunsch (O)</translation>
    </message>
    <message>
        <source>Older &amp;version</source>
        <translation>Ältere &amp;Version</translation>
    </message>
    <message>
        <source>Older version</source>
        <translation>Ältere Version</translation>
    </message>
    <message>
        <source>On their way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>On this computer, in {folder}: scores, reads, names of patients as their files state them, and an audit log. Images stay where they are. The program sends nothing by itself. “mura-desktop purge” removes what is kept.</source>
        <translation>Auf diesem Computer, in {folder}: Scores, Befunde, Patientennamen, wie sie in den Dateien stehen, und ein Audit-Protokoll. Bilder bleiben, wo sie sind. Das Programm sendet von sich aus nichts. „mura-desktop purge“ entfernt, was gespeichert ist.</translation>
    </message>
    <message>
        <source>One image pixel a screen pixel</source>
        <translation>Ein Bildpixel je Bildschirmpixel</translation>
    </message>
    <message>
        <source>One view</source>
        <translation>Eine Aufnahme</translation>
    </message>
    <message>
        <source>One view for a while</source>
        <translation>Vorübergehend eine Aufnahme</translation>
    </message>
    <message>
        <source>One window for all views</source>
        <translation>Eine Fensterung für alle Aufnahmen</translation>
    </message>
    <message>
        <source>Only the first {n} studies are listed. Ask for less.</source>
        <translation>Nur die ersten {n} Untersuchungen sind aufgeführt. Grenzen Sie die Suche ein.</translation>
    </message>
    <message>
        <source>Only the latest {n} studies are listed.</source>
        <translation>Nur die neuesten {n} Studien sind aufgeführt.</translation>
    </message>
    <message>
        <source>Opacity of the overlay</source>
        <translation>Deckkraft des Overlays</translation>
    </message>
    <message>
        <source>Opacity of the overlay ({less} and {more})</source>
        <translation>Deckkraft des Overlays ({less} und {more})</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open &amp;received studies</source>
        <translation>&amp;Empfangene Untersuchungen öffnen</translation>
    </message>
    <message>
        <source>Open &amp;recent…</source>
        <translation>&amp;Zuletzt geöffnet …</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open a folder (Ctrl+O)</source>
        <translation>Ordner öffnen (Strg+O)</translation>
    </message>
    <message>
        <source>Open a&amp;gain, score what is missing</source>
        <translation>&amp;Erneut öffnen, Fehlendes bewerten</translation>
    </message>
    <message>
        <source>Open f&amp;iles…</source>
        <translation>&amp;Dateien öffnen …</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>Dateien öffnen</translation>
    </message>
    <message>
        <source>Open files (Ctrl+Shift+O)</source>
        <translation>Dateien öffnen (Strg+Umschalt+O)</translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation>Dateien öffnen …</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open the &amp;demonstration worklist</source>
        <translation>De&amp;monstrations-Arbeitsliste öffnen</translation>
    </message>
    <message>
        <source>Open the &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Open the &amp;shared worklist</source>
        <translation>Gemein&amp;same Arbeitsliste öffnen</translation>
    </message>
    <message>
        <source>Open the demonstration worklist (Ctrl+Alt+D)</source>
        <translation>Demonstrations-Arbeitsliste öffnen (Strg+Alt+D)</translation>
    </message>
    <message>
        <source>Open the next study by &amp;itself after signing</source>
        <translation>Nach dem Signieren die nächste &amp;Untersuchung öffnen</translation>
    </message>
    <message>
        <source>Opened last</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Opening the shared worklist …</source>
        <translation>Die gemeinsame Arbeitsliste wird geöffnet …</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>Orders a worklist of bone radiographs by suspicion. Licence: Apache-2.0.</source>
        <translation>Ordnet eine Arbeitsliste von Knochen-Röntgenaufnahmen nach Verdacht. Lizenz: Apache-2.0.</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Outline, heat map or o&amp;ff</source>
        <translation>&amp;Umriss, Heatmap oder aus</translation>
    </message>
    <message>
        <source>Outlines over the images</source>
        <translation>Umrisse über den Bildern</translation>
    </message>
    <message>
        <source>Overlay &amp;denser</source>
        <translation>Overlay &amp;dichter</translation>
    </message>
    <message>
        <source>Overlay &amp;on or off</source>
        <translation>Overlay &amp;ein oder aus</translation>
    </message>
    <message>
        <source>Overlay &amp;thinner</source>
        <translation>Overlay d&amp;ünner</translation>
    </message>
    <message>
        <source>Overlay pictures</source>
        <translation>Bilder mit Overlay</translation>
    </message>
    <message>
        <source>Overlay: {kind}</source>
        <translation>Overlay: {kind}</translation>
    </message>
    <message>
        <source>Own keys back</source>
        <translation>Taste zurücksetzen</translation>
    </message>
    <message>
        <source>Own: review</source>
        <translation>Eigene: prüfen</translation>
    </message>
    <message>
        <source>Own: urgent</source>
        <translation>Eigene: dringend</translation>
    </message>
    <message>
        <source>P&amp;recision</source>
        <translation>&amp;Genauigkeit</translation>
    </message>
    <message>
        <source>P&amp;rint…</source>
        <translation>&amp;Drucken …</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>PPV</source>
        <translation>PPV</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Part: {part}</source>
        <translation>Körperteil: {part}</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>Patienten-ID</translation>
    </message>
    <message>
        <source>Patient hidden</source>
        <translation>Patient ausgeblendet</translation>
    </message>
    <message>
        <source>Pixel Spacing</source>
        <translation>Pixel Spacing</translation>
    </message>
    <message>
        <source>Positive</source>
        <translation>Positive</translation>
    </message>
    <message>
        <source>Positive predictive value (PPV)</source>
        <translation>Positiver Vorhersagewert (PPV)</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Prepare a &amp;draft for studies in the band “likely normal”</source>
        <translation>Für Untersuchungen der Stufe „eher unauffällig“ einen &amp;Entwurf vorbereiten</translation>
    </message>
    <message>
        <source>Previous v&amp;iew</source>
        <translation>V&amp;orige Aufnahme</translation>
    </message>
    <message>
        <source>Print, save or copy it</source>
        <translation>Drucken, speichern oder kopieren</translation>
    </message>
    <message>
        <source>Printed on reports</source>
        <translation>Wird auf Berichte gedruckt</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken …</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Processes that read images ahead of scoring</source>
        <translation>Prozesse, die Bilder vor der Bewertung einlesen</translation>
    </message>
    <message>
        <source>Processor threads for scoring</source>
        <translation>Prozessor-Threads für die Bewertung</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Put this backup in place</source>
        <translation>Diese Sicherung einsetzen</translation>
    </message>
    <message>
        <source>Qt {version}</source>
        <translation>Qt {version}</translation>
    </message>
    <message>
        <source>Radiograph</source>
        <translation>Röntgenbild</translation>
    </message>
    <message>
        <source>Radiograph {number}</source>
        <translation>Röntgenbild {number}</translation>
    </message>
    <message>
        <source>Radiograph: {what}, {views}.</source>
        <translation>Röntgenaufnahme: {what}, {views}.</translation>
    </message>
    <message>
        <source>Raise fine detail for the eye; the model never sees it</source>
        <translation>Hebt feine Strukturen für das Auge hervor; das Modell sieht sie nie</translation>
    </message>
    <message>
        <source>Range of days</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Re&amp;port</source>
        <translation>Be&amp;richt</translation>
    </message>
    <message>
        <source>Re&amp;view from</source>
        <translation>„prüfen“ &amp;ab</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Befundende(r)</translation>
    </message>
    <message>
        <source>Reader: {reader}</source>
        <translation>Befundet von: {reader}</translation>
    </message>
    <message>
        <source>Reading &amp;panel</source>
        <translation>Befunds&amp;palte</translation>
    </message>
    <message>
        <source>Reading the log …</source>
        <translation>Das Protokoll wird gelesen …</translation>
    </message>
    <message>
        <source>Reading {file} …</source>
        <translation>{file} wird gelesen …</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reason of the amendment</source>
        <translation>Grund des Nachtrags</translation>
    </message>
    <message>
        <source>Receiving as {aet}, port {port}</source>
        <translation>Empfang als {aet}, Port {port}</translation>
    </message>
    <message>
        <source>Reception of studies</source>
        <translation>Empfang von Untersuchungen</translation>
    </message>
    <message>
        <source>Remove all of the &amp;view</source>
        <translation>&amp;Alle Messungen der Aufnahme entfernen</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Remove the filter {name}</source>
        <translation>Filter {name} entfernen</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>Diesen Filter entfernen</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report as it will look</source>
        <translation>Der Bericht, wie er aussehen wird</translation>
    </message>
    <message>
        <source>Report templates ({language})</source>
        <translation>Berichtsvorlagen ({language})</translation>
    </message>
    <message>
        <source>Reports of crashes</source>
        <translation>Absturzberichte</translation>
    </message>
    <message>
        <source>Research use only. Orders the list; no diagnosis, no medical device.</source>
        <translation>Nur für die Forschung. Ordnet die Liste; keine Diagnose, kein Medizinprodukt.</translation>
    </message>
    <message>
        <source>Results are marked as machine output for research use.</source>
        <translation>Ergebnisse sind als maschinell und nur für Forschungszwecke gekennzeichnet.</translation>
    </message>
    <message>
        <source>Results on their way</source>
        <translation>Ergebnisse unterwegs</translation>
    </message>
    <message>
        <source>Review a day</source>
        <translation>Prüfen je Tag</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Right drag</source>
        <translation>Rechts ziehen</translation>
    </message>
    <message>
        <source>Right, Left</source>
        <translation>Rechts, Links</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Save as &amp;HTML…</source>
        <translation>Als &amp;HTML speichern …</translation>
    </message>
    <message>
        <source>Save as &amp;PDF…</source>
        <translation>Als &amp;PDF speichern …</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Als PDF speichern …</translation>
    </message>
    <message>
        <source>Save the figures</source>
        <translation>Zahlen speichern</translation>
    </message>
    <message>
        <source>Save the keys</source>
        <translation>Tasten speichern</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>Liste speichern</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Gespeichert als {path}.</translation>
    </message>
    <message>
        <source>Saved. Model, engine and language take effect at the next start.</source>
        <translation>Gespeichert. Modell, Engine und Sprache gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Say why it is amended, then sign.</source>
        <translation>Nennen Sie den Grund des Nachtrags, dann signieren Sie.</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Scoring goes on. Cancel it (Ctrl+.), then open the worklist.</source>
        <translation>Die Bewertung läuft noch. Brechen Sie sie ab (Strg+.), dann öffnen Sie die Arbeitsliste.</translation>
    </message>
    <message>
        <source>Scoring is off</source>
        <translation>Bewertung ist aus</translation>
    </message>
    <message>
        <source>Scoring is off: there is no model whose bands could be set.</source>
        <translation>Die Bewertung ist aus: Es gibt kein Modell, dessen Stufen gesetzt werden könnten.</translation>
    </message>
    <message>
        <source>Scoring is off: {reason}</source>
        <translation>Bewertung ist aus: {reason}</translation>
    </message>
    <message>
        <source>Scoring {number} of {total}</source>
        <translation>Bewerte {number} von {total}</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send results to the &amp;PACS…</source>
        <translation>Ergebnisse ans &amp;PACS senden …</translation>
    </message>
    <message>
        <source>Send results to the PACS</source>
        <translation>Ergebnisse ans PACS senden</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivität</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>An den Drucker gesendet.</translation>
    </message>
    <message>
        <source>Set by the environment variable {name}</source>
        <translation>Von der Umgebungsvariablen {name} gesetzt</translation>
    </message>
    <message>
        <source>Shared worklist</source>
        <translation>Gemeinsame Arbeitsliste</translation>
    </message>
    <message>
        <source>Show files that were not scored</source>
        <translation>Nicht bewertete Dateien anzeigen</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show only studies in this state</source>
        <translation>Nur Untersuchungen in diesem Zustand zeigen</translation>
    </message>
    <message>
        <source>Show or hide patient and corner texts</source>
        <translation>Patient und Texte in den Ecken ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the panel</source>
        <translation>Spalte zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show or hide the worklist</source>
        <translation>Arbeitsliste ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>Bericht zeigen</translation>
    </message>
    <message>
        <source>Show the &amp;overlay when a study is opened</source>
        <translation>O&amp;verlay beim Öffnen einer Untersuchung zeigen</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Protokoll zeigen</translation>
    </message>
    <message>
        <source>Show the whole image</source>
        <translation>Das ganze Bild zeigen</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Side: &amp;both</source>
        <translation>Seite: beidsei&amp;ts</translation>
    </message>
    <message>
        <source>Side: left</source>
        <translation>Seite: links</translation>
    </message>
    <message>
        <source>Side: none</source>
        <translation>Seite: keine</translation>
    </message>
    <message>
        <source>Side: right</source>
        <translation>Seite: rechts</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signieren</translation>
    </message>
    <message>
        <source>Signed &amp;reads</source>
        <translation>Signierte Be&amp;funde</translation>
    </message>
    <message>
        <source>Signed conclusion and the model&apos;s flag</source>
        <translation>Signierte Beurteilung und Hinweis des Modells</translation>
    </message>
    <message>
        <source>Signed report (PDF)</source>
        <translation>Signierter Bericht (PDF)</translation>
    </message>
    <message>
        <source>Signing …</source>
        <translation>Wird signiert …</translation>
    </message>
    <message>
        <source>Software in this program</source>
        <translation>Software in diesem Programm</translation>
    </message>
    <message>
        <source>Some measurements of this read cannot be shown.</source>
        <translation>Einige Messungen dieses Befunds können nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>Something in this program went wrong (details are in the log). This is our bug: </source>
        <translation>In diesem Programm ist etwas schiefgegangen (Einzelheiten im Protokoll). Das ist unser Fehler: </translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spezifität</translation>
    </message>
    <message>
        <source>Stands above the scores: nobody has looked at it yet.</source>
        <translation>Steht über den Scores: Noch niemand hat sie angesehen.</translation>
    </message>
    <message>
        <source>Stands below signed reads</source>
        <translation>Steht unter signierten Befunden</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>State, band, body part, date</source>
        <translation>Zustand, Stufe, Körperteil, Datum</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Stop scoring; what is scored stays (Esc)</source>
        <translation>Bewertung anhalten; Bewertetes bleibt (Esc)</translation>
    </message>
    <message>
        <source>Stop watching the folder, or go on</source>
        <translation>Überwachung des Ordners anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Stopping after the study that is being scored</source>
        <translation>Hält nach der laufenden Untersuchung an</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Structured report</source>
        <translation>Strukturierter Bericht</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Untersuchungen</translation>
    </message>
    <message>
        <source>Studies found</source>
        <translation>Gefundene Untersuchungen</translation>
    </message>
    <message>
        <source>Studies in state {state}</source>
        <translation>Untersuchungen im Zustand {state}</translation>
    </message>
    <message>
        <source>Studies read by day</source>
        <translation>Befundete Untersuchungen pro Tag</translation>
    </message>
    <message>
        <source>Studies read by month</source>
        <translation>Befundete Untersuchungen pro Monat</translation>
    </message>
    <message>
        <source>Studies read by week</source>
        <translation>Befundete Untersuchungen pro Woche</translation>
    </message>
    <message>
        <source>Studies whose reads are not saved</source>
        <translation>Untersuchungen, deren Befunde nicht gespeichert sind</translation>
    </message>
    <message>
        <source>Swap black and white</source>
        <translation>Schwarz und Weiß tauschen</translation>
    </message>
    <message>
        <source>TURNED {angle}°</source>
        <translation>UM {angle}° GEDREHT</translation>
    </message>
    <message>
        <source>Takes effect at the next start</source>
        <translation>Gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>Text der Lizenz</translation>
    </message>
    <message>
        <source>Text of the report</source>
        <translation>Text des Befunds</translation>
    </message>
    <message>
        <source>Text of the signed report</source>
        <translation>Text des signierten Befunds</translation>
    </message>
    <message>
        <source>Text of the template</source>
        <translation>Text der Vorlage</translation>
    </message>
    <message>
        <source>The archive has no such study.</source>
        <translation>Das Archiv hat keine solche Untersuchung.</translation>
    </message>
    <message>
        <source>The draft cannot be thrown away before it is saved. Mend the disk first.</source>
        <translation>Der Entwurf kann nicht verworfen werden, bevor er gespeichert ist. Beheben Sie zuerst das Problem mit dem Datenträger.</translation>
    </message>
    <message>
        <source>The edge view could not be made: the image is shown as it is</source>
        <translation>Die Kantenansicht konnte nicht berechnet werden: Das Bild wird unverändert gezeigt</translation>
    </message>
    <message>
        <source>The first day is after the last one. Choose them anew.</source>
        <translation>Der erste Tag liegt nach dem letzten. Wählen Sie beide neu.</translation>
    </message>
    <message>
        <source>The log in {folder} cannot be read: {reason}. Mend the rights of that folder.</source>
        <translation>Das Protokoll in {folder} kann nicht gelesen werden: {reason}. Prüfen Sie die Rechte für diesen Ordner.</translation>
    </message>
    <message>
        <source>The log is empty. It names no patients.</source>
        <translation>Das Protokoll ist leer. Es nennt keine Patienten.</translation>
    </message>
    <message>
        <source>The model has said nothing of this study yet.</source>
        <translation>Das Modell hat zu dieser Untersuchung noch nichts gesagt.</translation>
    </message>
    <message>
        <source>The model is being loaded.</source>
        <translation>Das Modell wird geladen.</translation>
    </message>
    <message>
        <source>The next try is at {time}.</source>
        <translation>Der nächste Versuch ist um {time}.</translation>
    </message>
    <message>
        <source>The program ended unexpectedly, or something in it went wrong. What was scored or signed is kept. A report without patient data lies on this computer only.</source>
        <translation>Das Programm wurde unerwartet beendet, oder etwas darin ging schief. Was bewertet oder signiert war, ist erhalten. Ein Bericht ohne Patientendaten liegt nur auf diesem Computer.</translation>
    </message>
    <message>
        <source>The program is still starting. Try again in a moment.</source>
        <translation>Das Programm startet noch. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The program sends nothing by itself. Log and reports of crashes name no patient.</source>
        <translation>Das Programm sendet von sich aus nichts. Protokoll und Absturzberichte nennen keine Patienten.</translation>
    </message>
    <message>
        <source>The program&apos;s &amp;log…</source>
        <translation>&amp;Protokoll des Programms …</translation>
    </message>
    <message>
        <source>The program&apos;s log</source>
        <translation>Protokoll des Programms</translation>
    </message>
    <message>
        <source>The read of {patient} was not signed and is kept as a draft. {reason}</source>
        <translation>Der Befund von {patient} wurde nicht signiert und bleibt als Entwurf erhalten. {reason}</translation>
    </message>
    <message>
        <source>The report cannot be read: {reason}.</source>
        <translation>Der Bericht kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The report is being made …</source>
        <translation>Der Bericht wird erstellt …</translation>
    </message>
    <message>
        <source>The report&apos;s text is on the clipboard.</source>
        <translation>Der Text des Berichts ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The results are damaged</source>
        <translation>Die Ergebnisse sind beschädigt</translation>
    </message>
    <message>
        <source>The results in {file} cannot be used: {reason}.</source>
        <translation>Die Ergebnisse in {file} sind nicht verwendbar: {reason}.</translation>
    </message>
    <message>
        <source>The shared worklist is empty: nothing was found lately.</source>
        <translation>Die gemeinsame Arbeitsliste ist leer: In letzter Zeit wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>The study is only being opened.</source>
        <translation>Die Untersuchung wird gerade erst geöffnet.</translation>
    </message>
    <message>
        <source>The study on the screen has other files under the same names: {images}, not shown yet.</source>
        <translation>Die Untersuchung auf dem Bildschirm hat andere Dateien unter denselben Namen: {images}, noch nicht gezeigt.</translation>
    </message>
    <message>
        <source>The system tells of changes made on this computer only</source>
        <translation>Das System meldet nur Änderungen, die auf diesem Computer geschehen</translation>
    </message>
    <message>
        <source>The text is on the clipboard.</source>
        <translation>Der Text ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The texts lie in the folder “licences” of the installed program, or with the makers of {name}.</source>
        <translation>Die Texte liegen im Ordner „licences“ des installierten Programms oder bei den Herstellern von {name}.</translation>
    </message>
    <message>
        <source>The views state: {stated}. The read says: {said}.</source>
        <translation>Die Aufnahmen geben an: {stated}. Der Befund sagt: {said}.</translation>
    </message>
    <message>
        <source>The watched folder needs its whole path: choose it with “Choose…”.</source>
        <translation>Der überwachte Ordner braucht seinen ganzen Pfad: Wählen Sie ihn mit „Wählen …“.</translation>
    </message>
    <message>
        <source>The watched folder {folder} cannot be reached: {reason}. Check the network or the disk. It is tried again every few seconds, and what comes meanwhile is found then.</source>
        <translation>Der überwachte Ordner {folder} ist nicht erreichbar: {reason}. Prüfen Sie Netzwerk oder Datenträger. Alle paar Sekunden folgt ein neuer Versuch, und was inzwischen kommt, wird dann gefunden.</translation>
    </message>
    <message>
        <source>The worklist shows no study. Open a folder or clear the filter.</source>
        <translation>Die Arbeitsliste zeigt keine Untersuchung. Öffnen Sie einen Ordner oder heben Sie den Filter auf.</translation>
    </message>
    <message>
        <source>There are images that came after this was signed.</source>
        <translation>Es gibt Bilder, die erst nach dieser Signatur kamen.</translation>
    </message>
    <message>
        <source>There are new images of this study. Look at them first, then sign.</source>
        <translation>Zu dieser Untersuchung gibt es neue Bilder. Sehen Sie sie zuerst an, dann signieren Sie.</translation>
    </message>
    <message>
        <source>There are no templates in this window.</source>
        <translation>In diesem Fenster gibt es keine Vorlagen.</translation>
    </message>
    <message>
        <source>There is more of the study on the screen: {images}, not shown yet.</source>
        <translation>Von der Studie auf dem Bildschirm gibt es mehr: {images}, noch nicht gezeigt.</translation>
    </message>
    <message>
        <source>There is no backup.</source>
        <translation>Es gibt keine Sicherung.</translation>
    </message>
    <message>
        <source>There is no draft to throw away.</source>
        <translation>Es gibt keinen Entwurf zu verwerfen.</translation>
    </message>
    <message>
        <source>There is no report: choose a study in the worklist first.</source>
        <translation>Es gibt keinen Bericht: Wählen Sie zuerst eine Untersuchung in der Arbeitsliste.</translation>
    </message>
    <message>
        <source>There is no report: nothing has crashed.</source>
        <translation>Es gibt keinen Bericht: Nichts ist abgestürzt.</translation>
    </message>
    <message>
        <source>These templates were changed and not saved: {names}. Throw the changes away?</source>
        <translation>Diese Vorlagen wurden geändert und nicht gespeichert: {names}. Änderungen verwerfen?</translation>
    </message>
    <message>
        <source>This is the draft already: write, then sign.</source>
        <translation>Dies ist bereits der Entwurf: Schreiben Sie, dann signieren Sie.</translation>
    </message>
    <message>
        <source>This measurement is not kept: amend the read to add it.</source>
        <translation>Diese Messung wird nicht gespeichert: Schreiben Sie einen Nachtrag, um sie hinzuzufügen.</translation>
    </message>
    <message>
        <source>This program is not a medical device and is not cleared for clinical use. Nothing it shows may be the ground for a diagnosis or for treating a patient.</source>
        <translation>Dieses Programm ist kein Medizinprodukt und nicht für die klinische Anwendung zugelassen. Nichts, was es zeigt, darf Grundlage einer Diagnose oder Behandlung sein.</translation>
    </message>
    <message>
        <source>This read is being signed: nothing can be changed before that is done.</source>
        <translation>Dieser Befund wird gerade signiert: Bis dahin kann nichts geändert werden.</translation>
    </message>
    <message>
        <source>This study has only just opened. Look at it, then sign.</source>
        <translation>Diese Untersuchung wurde gerade erst geöffnet. Sehen Sie sie an, dann signieren Sie.</translation>
    </message>
    <message>
        <source>This study is signed. Amend the read to change it.</source>
        <translation>Diese Untersuchung ist signiert. Schreiben Sie einen Nachtrag, um den Befund zu ändern.</translation>
    </message>
    <message>
        <source>This throws your draft away. Press the same key again to do it.</source>
        <translation>Damit verwerfen Sie Ihren Entwurf. Drücken Sie dieselbe Taste noch einmal, um es zu tun.</translation>
    </message>
    <message>
        <source>Throw the draft away</source>
        <translation>Entwurf verwerfen</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>To the text; Esc leads back</source>
        <translation>Zum Text; Esc führt zurück</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Turn l&amp;eft</source>
        <translation>Nach &amp;links drehen</translation>
    </message>
    <message>
        <source>Turn rig&amp;ht</source>
        <translation>Nach &amp;rechts drehen</translation>
    </message>
    <message>
        <source>Two views</source>
        <translation>Zwei Aufnahmen</translation>
    </message>
    <message>
        <source>UNVERIFIED – prepared by the program, not a report until you sign it</source>
        <translation>UNGEPRÜFT – vom Programm vorbereitet, kein Befund, bis Sie ihn signieren</translation>
    </message>
    <message>
        <source>UTF-8 with byte order mark, commas; names are never formulas</source>
        <translation>UTF-8 mit Byte Order Mark, Kommas; Namen werden nie zu Formeln</translation>
    </message>
    <message>
        <source>UTF-8; every column of the CSV by its name</source>
        <translation>UTF-8; jede Spalte der CSV unter ihrem Namen</translation>
    </message>
    <message>
        <source>Until then nothing can be opened.</source>
        <translation>Bis dahin kann nichts geöffnet werden.</translation>
    </message>
    <message>
        <source>Urgent a day</source>
        <translation>Dringend je Tag</translation>
    </message>
    <message>
        <source>Urgent studies that arrived meanwhile</source>
        <translation>Dringende Untersuchungen, die inzwischen eingetroffen sind</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>Taste verwenden</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>View score {score}</source>
        <translation>Score der Aufnahme {score}</translation>
    </message>
    <message>
        <source>View {name}: {score}</source>
        <translation>Aufnahme {name}: {score}</translation>
    </message>
    <message>
        <source>View {number} of {count}</source>
        <translation>Aufnahme {number} von {count}</translation>
    </message>
    <message>
        <source>View {number}: {text}</source>
        <translation>Aufnahme {number}: {text}</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Views of the study</source>
        <translation>Aufnahmen der Untersuchung</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Waiting time by band</source>
        <translation>Wartezeit nach Stufe</translation>
    </message>
    <message>
        <source>Waiting times by band</source>
        <translation>Wartezeiten nach Stufe</translation>
    </message>
    <message>
        <source>Waiting times run from the moment a study was first seen here to its first signature; nine of ten studies waited no longer than “90 % within” says.</source>
        <translation>Wartezeiten laufen vom ersten Eintreffen einer Untersuchung hier bis zu ihrer ersten Signatur; neun von zehn Untersuchungen warteten nicht länger, als „90 % innerhalb von“ angibt.</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Überwachen</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner überwachen</translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation>Überwachter Ordner</translation>
    </message>
    <message>
        <source>Watching &amp;on or off</source>
        <translation>Überwachung e&amp;in oder aus</translation>
    </message>
    <message>
        <source>Watching {folder}  ·  {count} new today</source>
        <translation>{folder} wird überwacht  ·  {count} neu heute</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What arrives in it is read, scored and listed by itself</source>
        <translation>Was darin eintrifft, wird von selbst gelesen, bewertet und aufgelistet</translation>
    </message>
    <message>
        <source>What arrives in it is scored and listed by itself</source>
        <translation>Was darin eintrifft, wird von selbst bewertet und aufgelistet</translation>
    </message>
    <message>
        <source>What bands would cost is shown once studies were scored in the last 30 days.</source>
        <translation>Was Stufen kosten würden, zeigt sich, sobald in den letzten 30 Tagen Untersuchungen bewertet wurden.</translation>
    </message>
    <message>
        <source>What computes the scores; another one is taken where this one fails</source>
        <translation>Was die Scores berechnet; wo sie versagt, wird eine andere genommen</translation>
    </message>
    <message>
        <source>What drove the score</source>
        <translation>Was den Score bestimmt hat</translation>
    </message>
    <message>
        <source>What is changed on this page takes effect at the next start.</source>
        <translation>Änderungen auf dieser Seite gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>What it is not</source>
        <translation>Was es nicht ist</translation>
    </message>
    <message>
        <source>What it makes of a sample study</source>
        <translation>Was sie aus einer Beispieluntersuchung macht</translation>
    </message>
    <message>
        <source>What reports begin with</source>
        <translation>Womit Berichte beginnen</translation>
    </message>
    <message>
        <source>What the score is</source>
        <translation>Was der Score ist</translation>
    </message>
    <message>
        <source>What the score means</source>
        <translation>Was der Score bedeutet</translation>
    </message>
    <message>
        <source>What the tool says; at first contrast and brightness</source>
        <translation>Was das Werkzeug besagt; zu Beginn Kontrast und Helligkeit</translation>
    </message>
    <message>
        <source>What was entered for {patient} was not taken: the study had not opened yet.</source>
        <translation>Was für {patient} eingegeben wurde, wurde nicht übernommen: Die Untersuchung war noch nicht geöffnet.</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>What was read before cannot be opened: {reason}</source>
        <translation>Frühere Befunde können nicht geöffnet werden: {reason}</translation>
    </message>
    <message>
        <source>What was read, and in what agreement</source>
        <translation>Was befundet wurde, und mit welcher Übereinstimmung</translation>
    </message>
    <message>
        <source>What was scored is kept, and F5 tries again; if that fails, start the program anew.</source>
        <translation>Was bewertet wurde, ist gesichert; F5 versucht es erneut. Gelingt das nicht, starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>Whatever you choose, the damaged file is kept in {folder}.</source>
        <translation>Wie Sie auch wählen: Die beschädigte Datei bleibt in {folder} erhalten.</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Where data is kept</source>
        <translation>Wo Daten gespeichert sind</translation>
    </message>
    <message>
        <source>Which entries</source>
        <translation>Welche Einträge</translation>
    </message>
    <message>
        <source>Why here</source>
        <translation>Warum hier</translation>
    </message>
    <message>
        <source>Why it is amended</source>
        <translation>Grund des Nachtrags</translation>
    </message>
    <message>
        <source>Wider window</source>
        <translation>Weiteres Fenster</translation>
    </message>
    <message>
        <source>Window of the &amp;file</source>
        <translation>Fensterung der &amp;Datei</translation>
    </message>
    <message>
        <source>Window presets</source>
        <translation>Fenstervorgaben</translation>
    </message>
    <message>
        <source>Window, size and orientation as in the file</source>
        <translation>Fensterung, Größe und Ausrichtung wie in der Datei</translation>
    </message>
    <message>
        <source>With a measuring tool: a line; drag an end to change it</source>
        <translation>Mit einem Messwerkzeug: eine Linie; ein Ende ziehen ändert sie</translation>
    </message>
    <message>
        <source>With a measuring tool: set a point, or take hold of one</source>
        <translation>Mit einem Messwerkzeug: einen Punkt setzen oder greifen</translation>
    </message>
    <message>
        <source>With key &amp;images</source>
        <translation>Mit Schlüssel&amp;bildern</translation>
    </message>
    <message>
        <source>With these bands {urgent} urgent and {review} review alarms a day, counted over {studies} that were first seen in the last {days}.</source>
        <translation>Mit diesen Stufen täglich {urgent} Alarme „dringend“ und {review} Alarme „prüfen“, gezählt über {studies}, erstmals gesehen in den letzten {days}.</translation>
    </message>
    <message>
        <source>Words that a template may use</source>
        <translation>Wörter, die eine Vorlage verwenden darf</translation>
    </message>
    <message>
        <source>Working …</source>
        <translation>In Arbeit …</translation>
    </message>
    <message>
        <source>Worklist</source>
        <translation>Arbeitsliste</translation>
    </message>
    <message>
        <source>Write te&amp;xt</source>
        <translation>Te&amp;xt schreiben</translation>
    </message>
    <message>
        <source>Zoo&amp;m out</source>
        <translation>Verklei&amp;nern</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoomen</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Zoomen am Zeiger</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch wenige Sekunden</translation>
    </message>
    <message>
        <source>abdomen</source>
        <translation>Abdomen</translation>
    </message>
    <message>
        <source>abnormal</source>
        <translation>auffällig</translation>
    </message>
    <message>
        <source>acromioclavicular joint</source>
        <translation>Schultereckgelenk</translation>
    </message>
    <message>
        <source>agrees with the flag</source>
        <translation>stimmt dem Hinweis zu</translation>
    </message>
    <message>
        <source>all keys</source>
        <translation>alle Tasten</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>alle anderen</translation>
    </message>
    <message>
        <source>an inbox: its own files are studies, its folders too</source>
        <translation>ein Eingang: seine eigenen Dateien sind Untersuchungen, seine Ordner auch</translation>
    </message>
    <message>
        <source>angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>ankle</source>
        <translation>Sprunggelenk</translation>
    </message>
    <message>
        <source>ankle joint</source>
        <translation>Sprunggelenk</translation>
    </message>
    <message>
        <source>arm</source>
        <translation>Arm</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>automatic: a folder of few images is a study</source>
        <translation>automatisch: ein Ordner mit wenigen Bildern ist eine Untersuchung</translation>
    </message>
    <message>
        <source>automatic: by looking again on network shares</source>
        <translation>automatisch: auf Netzlaufwerken durch erneutes Nachsehen</translation>
    </message>
    <message>
        <source>automatic: the faster one on this machine</source>
        <translation>automatisch: was auf diesem Rechner schneller ist</translation>
    </message>
    <message>
        <source>automatic: the fastest that computes rightly</source>
        <translation>automatisch: die schnellste, die richtig rechnet</translation>
    </message>
    <message>
        <source>before an update</source>
        <translation>vor einer Aktualisierung</translation>
    </message>
    <message>
        <source>bones</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <source>both sides</source>
        <translation>beidseits</translation>
    </message>
    <message>
        <source>brain</source>
        <translation>Gehirn</translation>
    </message>
    <message>
        <source>breast</source>
        <translation>Brust</translation>
    </message>
    <message>
        <source>by looking again every few seconds</source>
        <translation>durch erneutes Nachsehen alle paar Sekunden</translation>
    </message>
    <message>
        <source>calcaneus</source>
        <translation>Kalkaneus</translation>
    </message>
    <message>
        <source>cervical spine</source>
        <translation>Halswirbelsäule</translation>
    </message>
    <message>
        <source>chest</source>
        <translation>Brustkorb</translation>
    </message>
    <message>
        <source>clavicle</source>
        <translation>Klavikula</translation>
    </message>
    <message>
        <source>coccyx</source>
        <translation>Steißbein</translation>
    </message>
    <message>
        <source>colon</source>
        <translation>Kolon</translation>
    </message>
    <message>
        <source>daily backup</source>
        <translation>tägliche Sicherung</translation>
    </message>
    <message>
        <source>dark, for the reading room</source>
        <translation>dunkel, für den Befundungsraum</translation>
    </message>
    <message>
        <source>disagrees with the flag</source>
        <translation>widerspricht dem Hinweis</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>elbow</source>
        <translation>Ellenbogen</translation>
    </message>
    <message>
        <source>esophagus</source>
        <translation>Ösophagus</translation>
    </message>
    <message>
        <source>every file is a study</source>
        <translation>jede Datei ist eine Untersuchung</translation>
    </message>
    <message>
        <source>every folder is a study</source>
        <translation>jeder Ordner ist eine Untersuchung</translation>
    </message>
    <message>
        <source>extremity</source>
        <translation>Extremität</translation>
    </message>
    <message>
        <source>face</source>
        <translation>Gesicht</translation>
    </message>
    <message>
        <source>femur</source>
        <translation>Femur</translation>
    </message>
    <message>
        <source>fibula</source>
        <translation>Fibula</translation>
    </message>
    <message>
        <source>find any command by its name</source>
        <translation>jeden Befehl nach seinem Namen finden</translation>
    </message>
    <message>
        <source>finger</source>
        <translation>Finger</translation>
    </message>
    <message>
        <source>foot</source>
        <translation>Fuß</translation>
    </message>
    <message>
        <source>forearm</source>
        <translation>Unterarm</translation>
    </message>
    <message>
        <source>from {first} to {last}, at most {most}</source>
        <translation>von {first} bis {last}, höchstens {most}</translation>
    </message>
    <message>
        <source>hand</source>
        <translation>Hand</translation>
    </message>
    <message>
        <source>head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>heart</source>
        <translation>Herz</translation>
    </message>
    <message>
        <source>heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>heel</source>
        <translation>Ferse</translation>
    </message>
    <message>
        <source>hip</source>
        <translation>Hüfte</translation>
    </message>
    <message>
        <source>humerus</source>
        <translation>Humerus</translation>
    </message>
    <message>
        <source>in reading</source>
        <translation>in Befundung</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>invertiert</translation>
    </message>
    <message>
        <source>jaw</source>
        <translation>Kiefer</translation>
    </message>
    <message>
        <source>joint</source>
        <translation>Gelenk</translation>
    </message>
    <message>
        <source>kidney</source>
        <translation>Niere</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>Knie</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>leg</source>
        <translation>Unterschenkel</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Strecke</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>likely normal</source>
        <translation>eher unauffällig</translation>
    </message>
    <message>
        <source>lower extremity</source>
        <translation>untere Extremität</translation>
    </message>
    <message>
        <source>lumbar spine</source>
        <translation>Lendenwirbelsäule</translation>
    </message>
    <message>
        <source>lung</source>
        <translation>Lunge</translation>
    </message>
    <message>
        <source>made by hand</source>
        <translation>von Hand erstellt</translation>
    </message>
    <message>
        <source>mandible</source>
        <translation>Mandibula</translation>
    </message>
    <message>
        <source>maxilla</source>
        <translation>Maxilla</translation>
    </message>
    <message>
        <source>model score {score}</source>
        <translation>Modell-Score {score}</translation>
    </message>
    <message>
        <source>neck</source>
        <translation>Hals</translation>
    </message>
    <message>
        <source>new images since it was signed</source>
        <translation>neue Bilder seit der Signatur</translation>
    </message>
    <message>
        <source>next and previous study</source>
        <translation>nächste und vorige Untersuchung</translation>
    </message>
    <message>
        <source>next and previous view</source>
        <translation>nächste und vorige Aufnahme</translation>
    </message>
    <message>
        <source>no cap</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>no map below {score}</source>
        <translation>keine Karte unter {score}</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>no name, ID, date, UID, path, description or typed text; the same pseudonym for the same patient each time</source>
        <translation>kein Name, keine ID, kein Datum, keine UID, kein Pfad, keine Beschreibung, kein getippter Text; derselbe Patient hat stets dasselbe Pseudonym</translation>
    </message>
    <message>
        <source>no region stands out</source>
        <translation>keine Region hebt sich ab</translation>
    </message>
    <message>
        <source>no score yet</source>
        <translation>noch kein Score</translation>
    </message>
    <message>
        <source>no spacing in the file</source>
        <translation>kein Pixelabstand in der Datei</translation>
    </message>
    <message>
        <source>no such study</source>
        <translation>keine solche Untersuchung</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>unauffällig</translation>
    </message>
    <message>
        <source>nose</source>
        <translation>Nase</translation>
    </message>
    <message>
        <source>not diagnostic</source>
        <translation>nicht befundbar</translation>
    </message>
    <message>
        <source>not ranked by the model</source>
        <translation>vom Modell nicht eingeordnet</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>not scored</source>
        <translation>nicht bewertet</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>orbit</source>
        <translation>Orbita</translation>
    </message>
    <message>
        <source>outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>überfällig</translation>
    </message>
    <message>
        <source>overlay off</source>
        <translation>Overlay aus</translation>
    </message>
    <message>
        <source>own</source>
        <translation>eigene</translation>
    </message>
    <message>
        <source>patella</source>
        <translation>Patella</translation>
    </message>
    <message>
        <source>pelvis</source>
        <translation>Becken</translation>
    </message>
    <message>
        <source>radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>review</source>
        <translation>prüfen</translation>
    </message>
    <message>
        <source>rib</source>
        <translation>Rippe</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>sacroiliac joint</source>
        <translation>Iliosakralgelenk</translation>
    </message>
    <message>
        <source>sacrum</source>
        <translation>Sakrum</translation>
    </message>
    <message>
        <source>scaphoid</source>
        <translation>Skaphoid</translation>
    </message>
    <message>
        <source>scapula</source>
        <translation>Skapula</translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation>Score {score}</translation>
    </message>
    <message>
        <source>scored</source>
        <translation>bewertet</translation>
    </message>
    <message>
        <source>scoring</source>
        <translation>in Bewertung</translation>
    </message>
    <message>
        <source>scoring ended early</source>
        <translation>Bewertung endete vorzeitig</translation>
    </message>
    <message>
        <source>scoring is off</source>
        <translation>Bewertung ist aus</translation>
    </message>
    <message>
        <source>scoring was cancelled; F5 goes on</source>
        <translation>Bewertung wurde abgebrochen; F5 setzt fort</translation>
    </message>
    <message>
        <source>see its files</source>
        <translation>siehe dessen Dateien</translation>
    </message>
    <message>
        <source>shoulder</source>
        <translation>Schulter</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>signiert</translation>
    </message>
    <message>
        <source>signed by {reader} at {time}, version {n}</source>
        <translation>signiert von {reader}, {time}, Version {n}</translation>
    </message>
    <message>
        <source>single precision</source>
        <translation>einfache Genauigkeit</translation>
    </message>
    <message>
        <source>sinus</source>
        <translation>Nasennebenhöhle</translation>
    </message>
    <message>
        <source>skull</source>
        <translation>Schädel</translation>
    </message>
    <message>
        <source>spine</source>
        <translation>Wirbelsäule</translation>
    </message>
    <message>
        <source>sternum</source>
        <translation>Sternum</translation>
    </message>
    <message>
        <source>stomach</source>
        <translation>Magen</translation>
    </message>
    <message>
        <source>teeth</source>
        <translation>Zähne</translation>
    </message>
    <message>
        <source>that one is being sent.</source>
        <translation>diese wird gerade gesendet.</translation>
    </message>
    <message>
        <source>the model that comes with the program</source>
        <translation>das mitgelieferte Modell</translation>
    </message>
    <message>
        <source>the name of your account</source>
        <translation>der Name Ihres Benutzerkontos</translation>
    </message>
    <message>
        <source>the system tells</source>
        <translation>das System meldet sie</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>die des Systems</translation>
    </message>
    <message>
        <source>the valid version of all studies ever signed here</source>
        <translation>die gültige Version aller je hier signierten Untersuchungen</translation>
    </message>
    <message>
        <source>thigh</source>
        <translation>Oberschenkel</translation>
    </message>
    <message>
        <source>thoracic spine</source>
        <translation>Brustwirbelsäule</translation>
    </message>
    <message>
        <source>thorax</source>
        <translation>Thorax</translation>
    </message>
    <message>
        <source>thumb</source>
        <translation>Daumen</translation>
    </message>
    <message>
        <source>tibia</source>
        <translation>Tibia</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>toe</source>
        <translation>Zehe</translation>
    </message>
    <message>
        <source>ulna</source>
        <translation>Ulna</translation>
    </message>
    <message>
        <source>under 1 min</source>
        <translation>unter 1 min</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>unknown patient</source>
        <translation>unbekannter Patient</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>upper extremity</source>
        <translation>obere Extremität</translation>
    </message>
    <message>
        <source>urgent</source>
        <translation>dringend</translation>
    </message>
    <message>
        <source>version {n} of {all}</source>
        <translation>Version {n} von {all}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>waiting {time}</source>
        <translation>wartet {time}</translation>
    </message>
    <message>
        <source>what drove the score: on and off, outline or heat map</source>
        <translation>was den Score bestimmt hat: ein und aus, Umriss oder Heatmap</translation>
    </message>
    <message>
        <source>whole body</source>
        <translation>Ganzkörper</translation>
    </message>
    <message>
        <source>whole spine</source>
        <translation>Ganzwirbelsäule</translation>
    </message>
    <message>
        <source>without a score when signed</source>
        <translation>ohne Score beim Signieren</translation>
    </message>
    <message>
        <source>wrist</source>
        <translation>Handgelenk</translation>
    </message>
    <message>
        <source>wrist, hand; limbs for all of them</source>
        <translation>wrist, hand; limbs für alle</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>zygoma</source>
        <translation>Jochbein</translation>
    </message>
    <message>
        <source>{arrived}: show it (G)</source>
        <translation>{arrived}: zeigen (G)</translation>
    </message>
    <message>
        <source>{band} {score} ({highest} in view {view} of {views})</source>
        <translation>{band} {score} ({highest} in Aufnahme {view} von {views})</translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation>{days} T</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} T {hours} h</translation>
    </message>
    <message>
        <source>{file} cannot be shown.</source>
        <translation>{file} kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}. Choose another folder.</source>
        <translation>{file} kann nicht geschrieben werden: {reason}. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{folder} (from the settings)</source>
        <translation>{folder} (aus den Einstellungen)</translation>
    </message>
    <message>
        <source>{folder} is out of reach</source>
        <translation>{folder} ist nicht erreichbar</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation>noch {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{key} belongs to “{command}”, which would lose it.</source>
        <translation>{key} gehört zu „{command}“ und ginge dort verloren.</translation>
    </message>
    <message>
        <source>{key} is already a key of this command.</source>
        <translation>{key} ist schon eine Taste dieses Befehls.</translation>
    </message>
    <message>
        <source>{key} is free.</source>
        <translation>{key} ist frei.</translation>
    </message>
    <message>
        <source>{kind} of the model&apos;s attention</source>
        <translation>{kind} der Modell-Aufmerksamkeit</translation>
    </message>
    <message>
        <source>{kind}: what drove the score ({toggle}: on or off, {next}: next kind)</source>
        <translation>{kind}: was den Score bestimmt hat ({toggle}: ein oder aus, {next}: nächste Art)</translation>
    </message>
    <message>
        <source>{lines} copied</source>
        <translation>{lines} kopiert</translation>
    </message>
    <message>
        <source>{lines}. The log names no patients.</source>
        <translation>{lines}. Das Protokoll nennt keine Patienten.</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>{name}  (not there any more)</source>
        <translation>{name}  (nicht mehr vorhanden)</translation>
    </message>
    <message>
        <source>{name} (cannot be used)</source>
        <translation>{name} (nicht verwendbar)</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} und {count} weitere</translation>
    </message>
    <message>
        <source>{n} (few)</source>
        <translation>{n} (wenige)</translation>
    </message>
    <message>
        <source>{n} objects have arrived.</source>
        <translation>{n} Objekte sind angekommen.</translation>
    </message>
    <message>
        <source>{n} refused</source>
        <translation>{n} abgelehnt</translation>
    </message>
    <message>
        <source>{part}: “review” must not begin above “urgent”. Raise the one or lower the other.</source>
        <translation>{part}: „prüfen“ darf nicht über „dringend“ beginnen. Erhöhen Sie den einen Wert oder senken Sie den anderen.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Choose another folder.</source>
        <translation>{path} kann nicht geschrieben werden: {reason}. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{path} is not there any more. If it lies on a share or a removable disk, connect that; else open another folder with Ctrl+O.</source>
        <translation>{path} ist nicht mehr vorhanden. Liegt der Pfad auf einem Netzlaufwerk oder Wechseldatenträger, verbinden Sie diesen; sonst öffnen Sie mit Strg+O einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{reader}  ·  also in reading by {others}</source>
        <translation>{reader}  ·  auch in Befundung bei {others}</translation>
    </message>
    <message>
        <source>{reader} has had this study in view since {time}, at {workstation}. Nobody else can sign it until they leave it. To take it over, press {key}.</source>
        <translation>{reader} sieht diese Studie seit {time} an ({workstation}). Bis zum Verlassen kann niemand sonst signieren. Zum Übernehmen drücken Sie {key}.</translation>
    </message>
    <message>
        <source>{reads} not on the disk yet. They are held while the program runs, and saving is tried again: the window closes by itself as soon as it succeeds.</source>
        <translation>{reads} noch nicht auf dem Datenträger. Sie werden gehalten, solange das Programm läuft, und das Speichern wird erneut versucht: Das Fenster schließt sich von selbst, sobald es gelingt.</translation>
    </message>
    <message>
        <source>{reason} What others do is not shown until then.</source>
        <translation>{reason} Was andere tun, ist bis dahin nicht zu sehen.</translation>
    </message>
    <message>
        <source>{results}: sort now</source>
        <translation>{results}: jetzt einsortieren</translation>
    </message>
    <message>
        <source>{score} is the model&apos;s estimate, calibrated view by view, that this study shows what the model was trained to find; the band “{band}” follows from it.
By view: {views}.
It orders the list and is no diagnosis. Model: {model}.</source>
        <translation>{score} ist die Schätzung des Modells, Bild für Bild kalibriert, dass diese Untersuchung zeigt, was zu finden es gelernt hat; die Stufe „{band}“ folgt daraus.
Je Aufnahme: {views}.
Der Wert ordnet die Liste und ist keine Diagnose. Modell: {model}.</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>noch {seconds} s</translation>
    </message>
    <message>
        <source>{sent} of {all} objects have arrived.</source>
        <translation>{sent} von {all} Objekten sind angekommen.</translation>
    </message>
    <message>
        <source>{shown} in sight, of {listed}</source>
        <translation>{shown} sichtbar, von {listed}</translation>
    </message>
    <message>
        <source>{shown} of {lines}</source>
        <translation>{shown} von {lines}</translation>
    </message>
    <message>
        <source>{shown} of {studies}</source>
        <translation>{shown} von {studies}</translation>
    </message>
    <message>
        <source>{studies} (Ctrl+Alt+R)</source>
        <translation>{studies} (Strg+Alt+R)</translation>
    </message>
    <message>
        <source>{studies} above what is in sight: go to the top</source>
        <translation>{studies} weiter oben: zum Anfang</translation>
    </message>
    <message>
        <source>{studies} fetched and put with the received studies.</source>
        <translation>{studies} geholt und zu den empfangenen gelegt.</translation>
    </message>
    <message>
        <source>{studies}, in the order shown</source>
        <translation>{studies}, in der gezeigten Reihenfolge</translation>
    </message>
    <message>
        <source>{value} (no interval)</source>
        <translation>{value} (kein Intervall)</translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation>{value} ({low} bis {high})</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>-c idle_in_transaction_session_timeout={0}</source>
        <translation>-c idle_in_transaction_session_timeout={0}</translation>
    </message>
    <message>
        <source>-c lock_timeout={0}</source>
        <translation>-c lock_timeout={0}</translation>
    </message>
    <message>
        <source>-c synchronous_commit=on</source>
        <translation>-c synchronous_commit=on</translation>
    </message>
    <message>
        <source>A draft could not be kept. This is our bug: {0}.</source>
        <translation>Ein Entwurf konnte nicht gespeichert werden. Das ist unser Fehler: {0}.</translation>
    </message>
    <message>
        <source>A template cannot use other files. Write it out.</source>
        <translation>Eine Vorlage kann keine anderen Dateien verwenden. Schreiben Sie den Text aus.</translation>
    </message>
    <message>
        <source>A window of MURA Desktop is open on this data. Close it first.</source>
        <translation>Auf diesen Daten ist bereits ein Fenster von MURA Desktop geöffnet. Schließen Sie es zuerst.</translation>
    </message>
    <message>
        <source>All images of this study are results of this program; open the originals.</source>
        <translation>Alle Bilder dieser Untersuchung sind Ergebnisse dieses Programms; öffnen Sie die Originale.</translation>
    </message>
    <message>
        <source>An image could not be kept: {0}. What came before is kept; fetch the study again once the disk has room.</source>
        <translation>Ein Bild konnte nicht gespeichert werden: {0}. Was vorher kam, bleibt erhalten; holen Sie die Untersuchung noch einmal, sobald der Datenträger Platz hat.</translation>
    </message>
    <message>
        <source>Basic Application Confidentiality Profile</source>
        <translation>Basic Application Confidentiality Profile</translation>
    </message>
    <message>
        <source>Keras does not load {0} ({1})</source>
        <translation>Keras lädt {0} nicht ({1})</translation>
    </message>
    <message>
        <source>No engine runs {0}: {1}. {2}</source>
        <translation>Keine Laufzeitumgebung führt {0} aus: {1}. {2}</translation>
    </message>
    <message>
        <source>No view has a score that is high enough for its region to mean anything.</source>
        <translation>Keine Aufnahme hat einen Score, der hoch genug ist, dass ihre Region etwas bedeutet.</translation>
    </message>
    <message>
        <source>Nobody has signed the study, so there is no report.</source>
        <translation>Niemand hat die Untersuchung signiert, daher gibt es keinen Bericht.</translation>
    </message>
    <message>
        <source>Nobody may send: name AE titles in allowed_callers or in remotes, and networks in allowed_addresses.</source>
        <translation>Niemand darf senden: Nennen Sie AE-Titel in allowed_callers oder in remotes und Netze in allowed_addresses.</translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation>Nicht angegeben</translation>
    </message>
    <message>
        <source>Nothing is given back by itself: {0}</source>
        <translation>Von selbst wird nichts gesendet: {0}</translation>
    </message>
    <message>
        <source>Nothing was asked for.</source>
        <translation>Es wurde nichts verlangt.</translation>
    </message>
    <message>
        <source>Nothing was changed: {0}.</source>
        <translation>Nichts wurde geändert: {0}.</translation>
    </message>
    <message>
        <source>ONNX Runtime does not load {0} ({1})</source>
        <translation>ONNX Runtime lädt {0} nicht ({1})</translation>
    </message>
    <message>
        <source>ONNX Runtime found no working graphics card</source>
        <translation>ONNX Runtime hat keine nutzbare Grafikkarte gefunden</translation>
    </message>
    <message>
        <source>ONNX Runtime offers no graphics card on this machine</source>
        <translation>ONNX Runtime bietet auf diesem Rechner keine Grafikkarte an</translation>
    </message>
    <message>
        <source>OpenVINO does not load {0} ({1})</source>
        <translation>OpenVINO lädt {0} nicht ({1})</translation>
    </message>
    <message>
        <source>OpenVINO finds no graphics it can use</source>
        <translation>OpenVINO findet keine nutzbare Grafik</translation>
    </message>
    <message>
        <source>Region of view {0}</source>
        <translation>Region der Aufnahme {0}</translation>
    </message>
    <message>
        <source>Report of a radiograph, version {0}, research use only</source>
        <translation>Befund einer Röntgenaufnahme, Version {0}, nur für Forschungszwecke</translation>
    </message>
    <message>
        <source>Results are sent to no remote “{0}”. In the settings, under remotes: {1}.</source>
        <translation>An „{0}“ werden keine Ergebnisse gesendet. In den Einstellungen, unter remotes: {1}.</translation>
    </message>
    <message>
        <source>Rows are removed. What the server&apos;s own backups and its write-ahead log hold of them is for whoever runs the server to remove.</source>
        <translation>Die Zeilen sind entfernt. Was die Sicherungen und das Protokoll des Servers davon enthalten, muss entfernen, wer den Server betreibt.</translation>
    </message>
    <message>
        <source>SHA-256 of the weights: {0}</source>
        <translation>SHA-256 der Gewichte: {0}</translation>
    </message>
    <message>
        <source>Set all of tls_certificate, tls_key and tls_authority, or none.</source>
        <translation>Setzen Sie tls_certificate, tls_key und tls_authority, entweder alle oder keines.</translation>
    </message>
    <message>
        <source>Settings in {0} are wrong: {1}.</source>
        <translation>Einstellungen in {0} sind falsch: {1}.</translation>
    </message>
    <message>
        <source>Signed read</source>
        <translation>Signierter Befund</translation>
    </message>
    <message>
        <source>The certificates for encrypted associations cannot be used: {0}, {1} and {2} must be PEM files that belong together.</source>
        <translation>Die Zertifikate für verschlüsselte Verbindungen sind nicht verwendbar: {0}, {1} und {2} müssen zusammengehörige PEM-Dateien sein.</translation>
    </message>
    <message>
        <source>The daily backup failed. {0}</source>
        <translation>Die tägliche Sicherung ist fehlgeschlagen. {0}</translation>
    </message>
    <message>
        <source>The data folder {0} cannot be made: {1}. Mend that, or name another one in the environment variable {2}.</source>
        <translation>Der Datenordner {0} kann nicht angelegt werden: {1}. Beheben Sie das oder nennen Sie einen anderen in der Umgebungsvariablen {2}.</translation>
    </message>
    <message>
        <source>The database {0} has tables of something else. Make one for this program alone.</source>
        <translation>Die Datenbank {0} enthält Tabellen von etwas anderem. Legen Sie eine nur für dieses Programm an.</translation>
    </message>
    <message>
        <source>The database {0} has the encoding {1}. Make one with ENCODING &apos;UTF8&apos;.</source>
        <translation>Die Datenbank {0} hat die Kodierung {1}. Legen Sie eine mit ENCODING &apos;UTF8&apos; an.</translation>
    </message>
    <message>
        <source>The database {0} has to be brought from step {1} to step {2}, which this account may not do. Start the program once with the account that owns the tables.</source>
        <translation>Die Datenbank {0} muss von Schritt {1} auf Schritt {2} gebracht werden; dieses Konto darf das nicht. Starten Sie das Programm einmal mit dem Konto, dem die Tabellen gehören.</translation>
    </message>
    <message>
        <source>The files do not agree on which study this is, so results could end up with another patient. Nothing was sent.</source>
        <translation>Die Dateien sind sich nicht einig, welche Untersuchung dies ist; Ergebnisse könnten bei einem anderen Patienten landen. Nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>The files of this study name several patients. Nothing was sent.</source>
        <translation>Die Dateien dieser Untersuchung nennen mehrere Patienten. Nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>The note in {0} is damaged. Remove it, then send the study again.</source>
        <translation>Der Vermerk in {0} ist beschädigt. Entfernen Sie ihn, dann senden Sie die Untersuchung noch einmal.</translation>
    </message>
    <message>
        <source>The outbox in {0} cannot be used: {1}. Make room on that disk, or give access to it.</source>
        <translation>Der Postausgang in {0} ist nicht verwendbar: {1}. Schaffen Sie Platz auf diesem Datenträger, oder geben Sie Zugriff darauf.</translation>
    </message>
    <message>
        <source>The results are on a server, and whoever runs it makes the backups, with pg_dump or the server&apos;s archive (docs/scaling.md). Nothing was done.</source>
        <translation>Die Ergebnisse liegen auf einem Server; wer ihn betreibt, sichert sie mit pg_dump oder dem Archiv des Servers (docs/scaling.md). Nichts wurde getan.</translation>
    </message>
    <message>
        <source>The results in {0} are damaged: {1}. Nothing was changed. {2} “mura-desktop restore”.</source>
        <translation>Die Ergebnisse in {0} sind beschädigt: {1}. Es wurde nichts geändert. {2} „mura-desktop restore“.</translation>
    </message>
    <message>
        <source>The results in {0} cannot be backed up: {1}.</source>
        <translation>Die Ergebnisse in {0} können nicht gesichert werden: {1}.</translation>
    </message>
    <message>
        <source>The results in {0} cannot be opened: another program is just checking or changing them. Wait until it is done.</source>
        <translation>Die Ergebnisse in {0} können nicht geöffnet werden: Ein anderes Programm prüft oder ändert sie gerade. Warten Sie, bis es fertig ist.</translation>
    </message>
    <message>
        <source>The results in {0} cannot be opened: the package psycopg is missing. Install the program with its extra “server”.</source>
        <translation>Die Ergebnisse in {0} lassen sich nicht öffnen: Das Paket psycopg fehlt. Installieren Sie das Programm mit dem Zusatz „server“.</translation>
    </message>
    <message>
        <source>The results in {0} cannot be opened: {1}.</source>
        <translation>Die Ergebnisse in {0} können nicht geöffnet werden: {1}.</translation>
    </message>
    <message>
        <source>The results in {0} cannot be read: {1}.</source>
        <translation>Die Ergebnisse in {0} können nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>The results in {0} cannot be written: after an error of the disk all other programs must let go of them first. Close other windows and commands.</source>
        <translation>Die Ergebnisse in {0} können nicht geschrieben werden: Nach einem Fehler des Datenträgers müssen erst alle anderen Programme sie freigeben. Schließen Sie andere Fenster und Befehle.</translation>
    </message>
    <message>
        <source>The results in {0} cannot be written: {1}.</source>
        <translation>Die Ergebnisse in {0} können nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>The results in {0} have gone: this workstation has worked with them, and now there are no tables. Nothing was changed. Ask who runs the server to put back a backup.</source>
        <translation>Die Ergebnisse in {0} sind verschwunden: Dieser Arbeitsplatz hat damit gearbeitet, und jetzt gibt es keine Tabellen mehr. Nichts wurde geändert. Bitten Sie die Betreiber des Servers, eine Sicherung einzuspielen.</translation>
    </message>
    <message>
        <source>The results in {0} were exchanged while the program was running. Start it again.</source>
        <translation>Die Ergebnisse in {0} wurden bei laufendem Programm ausgetauscht. Starten Sie es neu.</translation>
    </message>
    <message>
        <source>The results in {0} were put back to an earlier state. Start the program again.</source>
        <translation>Die Ergebnisse in {0} wurden auf einen früheren Stand zurückgesetzt. Starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>The results in {0} were written by a newer version of the program. Update it, or move that file away to begin anew.</source>
        <translation>Die Ergebnisse in {0} wurden von einer neueren Programmversion geschrieben. Aktualisieren Sie das Programm oder verschieben Sie diese Datei, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>The results in {0} were written by a newer version of the program. Update it.</source>
        <translation>Die Ergebnisse in {0} stammen von einer neueren Version des Programms. Aktualisieren Sie es.</translation>
    </message>
    <message>
        <source>The setting “database” is no address of a database.</source>
        <translation>Die Einstellung „database“ ist keine Adresse einer Datenbank.</translation>
    </message>
    <message>
        <source>The setting “database” must be like postgresql://USER@HOST/NAME. Leave it out to keep results in the data folder.</source>
        <translation>Die Einstellung „database“ muss wie postgresql://USER@HOST/NAME aussehen. Ohne sie bleiben Ergebnisse im Datenordner.</translation>
    </message>
    <message>
        <source>The setting “database” names a database that is not known.</source>
        <translation>Die Einstellung „database“ nennt eine Datenbank, die nicht bekannt ist.</translation>
    </message>
    <message>
        <source>The study has neither a score nor a signed read.</source>
        <translation>Die Untersuchung hat weder einen Score noch einen signierten Befund.</translation>
    </message>
    <message>
        <source>The study has no score.</source>
        <translation>Die Untersuchung hat keinen Score.</translation>
    </message>
    <message>
        <source>The study is not known any more. Open its images, then send again.</source>
        <translation>Die Untersuchung ist nicht mehr bekannt. Öffnen Sie ihre Bilder, dann senden Sie noch einmal.</translation>
    </message>
    <message>
        <source>The template gives no text. Write what the report says.</source>
        <translation>Die Vorlage ergibt keinen Text. Schreiben Sie, was im Befund stehen soll.</translation>
    </message>
    <message>
        <source>The template is too long. {0} characters are enough.</source>
        <translation>Die Vorlage ist zu lang. {0} Zeichen genügen.</translation>
    </message>
    <message>
        <source>The template “{0}” is not used; the one that ships with the program is. {1}</source>
        <translation>Die Vorlage „{0}“ wird nicht verwendet, sondern die mitgelieferte. {1}</translation>
    </message>
    <message>
        <source>The weights of {0} are missing: {1}. {2}</source>
        <translation>Die Gewichte von {0} fehlen: {1}. {2}</translation>
    </message>
    <message>
        <source>The weights of {0} lie outside {1}. {2}</source>
        <translation>Die Gewichte von {0} liegen außerhalb von {1}. {2}</translation>
    </message>
    <message>
        <source>There are backups ({0}): open the window to choose, or use</source>
        <translation>Es gibt Sicherungen ({0}): Öffnen Sie das Fenster zur Auswahl oder verwenden Sie</translation>
    </message>
    <message>
        <source>There is no backup. To begin with an empty one, open the window, or use</source>
        <translation>Es gibt keine Sicherung. Um leer zu beginnen, öffnen Sie das Fenster oder verwenden Sie</translation>
    </message>
    <message>
        <source>There is no log: {0}.</source>
        <translation>Es gibt kein Protokoll: {0}.</translation>
    </message>
    <message>
        <source>There is no model at {0}. {1}</source>
        <translation>In {0} ist kein Modell. {1}</translation>
    </message>
    <message>
        <source>There is no remote “{0}” that is queried. In the settings: {1}.</source>
        <translation>Es gibt kein Archiv „{0}“, das abgefragt wird. In den Einstellungen: {1}.</translation>
    </message>
    <message>
        <source>There is no result of kind {0}, for it could not be made ({1}). Details are in the log.</source>
        <translation>Es gibt kein Ergebnis der Art {0}, denn es konnte nicht erzeugt werden ({1}). Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>These images are no DICOM files, so there is no study in an archive that results could belong to.</source>
        <translation>Diese Bilder sind keine DICOM-Dateien, daher gibt es im Archiv keine Untersuchung, zu der Ergebnisse gehören könnten.</translation>
    </message>
    <message>
        <source>This installation prints no reports.</source>
        <translation>Diese Installation druckt keine Berichte.</translation>
    </message>
    <message>
        <source>This is our bug ({0}); details are in the log.</source>
        <translation>Das ist unser Fehler ({0}); Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>This study was signed meanwhile, by another window or another reader. Nothing was overwritten. Look at that version, then amend it.</source>
        <translation>Diese Untersuchung wurde inzwischen in einem anderen Fenster oder von anderer Seite signiert. Nichts wurde überschrieben. Sehen Sie sich diese Fassung an und ergänzen Sie sie dann.</translation>
    </message>
    <message>
        <source>View {0} has no result of kind {1}, for it could not be made ({2}). Details are in the log.</source>
        <translation>Aufnahme {0} hat kein Ergebnis der Art {1}, denn es konnte nicht erzeugt werden ({2}). Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>View {0} is a colour image, so it has no outline (pr).</source>
        <translation>Aufnahme {0} ist ein Farbbild, deshalb hat sie keinen Umriss (pr).</translation>
    </message>
    <message>
        <source>Viewing still works; to score, reinstall the program or choose another model.</source>
        <translation>Betrachten ist weiter möglich; zum Bewerten installieren Sie das Programm neu oder wählen ein anderes Modell.</translation>
    </message>
    <message>
        <source>What others do is no longer shown. This is our bug: {0}. Start again to see it.</source>
        <translation>Was andere tun, ist nicht mehr zu sehen. Das ist unser Fehler: {0}. Starten Sie neu, um es zu sehen.</translation>
    </message>
    <message>
        <source>a CT image</source>
        <translation>ein CT-Bild</translation>
    </message>
    <message>
        <source>a PDU takes too long</source>
        <translation>eine PDU braucht zu lange</translation>
    </message>
    <message>
        <source>a PET image</source>
        <translation>ein PET-Bild</translation>
    </message>
    <message>
        <source>a backup needs {0} MB of free space</source>
        <translation>eine Sicherung braucht {0} MB freien Platz</translation>
    </message>
    <message>
        <source>a nuclear medicine image</source>
        <translation>ein nuklearmedizinisches Bild</translation>
    </message>
    <message>
        <source>a picture in colour is no radiograph</source>
        <translation>ein Farbbild ist keine Röntgenaufnahme</translation>
    </message>
    <message>
        <source>a score may still come</source>
        <translation>ein Score kann noch kommen</translation>
    </message>
    <message>
        <source>an MR image</source>
        <translation>ein MR-Bild</translation>
    </message>
    <message>
        <source>an ultrasound image</source>
        <translation>ein Ultraschallbild</translation>
    </message>
    <message>
        <source>another file has the same SOP Instance UID and other contents: one is mislabelled</source>
        <translation>eine andere Datei hat dieselbe SOP Instance UID und anderen Inhalt: eine ist falsch bezeichnet</translation>
    </message>
    <message>
        <source>another program holds the database; close it, or wait</source>
        <translation>ein anderes Programm hält die Datenbank; schließen Sie es oder warten Sie</translation>
    </message>
    <message>
        <source>answer the question</source>
        <translation>die Frage nicht beantworten</translation>
    </message>
    <message>
        <source>backed up</source>
        <translation>gesichert</translation>
    </message>
    <message>
        <source>by score</source>
        <translation>nach Score</translation>
    </message>
    <message>
        <source>by who runs the server</source>
        <translation>von den Betreibern des Servers</translation>
    </message>
    <message>
        <source>cannot be opened ({0})</source>
        <translation>kann nicht geöffnet werden ({0})</translation>
    </message>
    <message>
        <source>cannot be read ({0})</source>
        <translation>kann nicht gelesen werden ({0})</translation>
    </message>
    <message>
        <source>claims more pixels than any radiograph has</source>
        <translation>gibt mehr Pixel an, als eine Röntgenaufnahme hat</translation>
    </message>
    <message>
        <source>claims {0} rows and {1} columns</source>
        <translation>gibt {0} Zeilen und {1} Spalten an</translation>
    </message>
    <message>
        <source>claims {0} x {1} pixels, more than any radiograph has</source>
        <translation>gibt {0} x {1} Pixel an, mehr als eine Röntgenaufnahme hat</translation>
    </message>
    <message>
        <source>data set and request differ</source>
        <translation>Datensatz und Anfrage stimmen nicht überein</translation>
    </message>
    <message>
        <source>data that are no numbers</source>
        <translation>Daten, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>does it accept this program&apos;s tls_certificate</source>
        <translation>nimmt er das tls_certificate dieses Programms an</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>existiert nicht</translation>
    </message>
    <message>
        <source>does not say whether there is text in its picture</source>
        <translation>gibt nicht an, ob Text im Bild steht</translation>
    </message>
    <message>
        <source>does not say which study and image it is</source>
        <translation>gibt nicht an, welche Untersuchung und welches Bild es ist</translation>
    </message>
    <message>
        <source>expands to more than any radiograph takes</source>
        <translation>entpackt sich zu mehr, als eine Röntgenaufnahme braucht</translation>
    </message>
    <message>
        <source>for reason {0}/{1}</source>
        <translation>aus Grund {0}/{1}</translation>
    </message>
    <message>
        <source>giving back</source>
        <translation>Ergebnisse senden</translation>
    </message>
    <message>
        <source>hand out the study</source>
        <translation>die Untersuchung nicht herausgeben</translation>
    </message>
    <message>
        <source>has a frame of {0} x {1} pixels, more than any radiograph has</source>
        <translation>hat ein Einzelbild von {0} x {1} Pixeln, mehr als eine Röntgenaufnahme hat</translation>
    </message>
    <message>
        <source>has a frame whose header is damaged</source>
        <translation>hat ein Einzelbild mit beschädigtem Header</translation>
    </message>
    <message>
        <source>has changed since it was listed; open it again</source>
        <translation>hat sich geändert, seit sie aufgeführt wurde; erneut öffnen</translation>
    </message>
    <message>
        <source>has changed since it was listed; open it again, then send</source>
        <translation>hat sich seit dem Auflisten geändert; öffnen Sie es neu, dann senden Sie</translation>
    </message>
    <message>
        <source>has gone ({0})</source>
        <translation>ist verschwunden ({0})</translation>
    </message>
    <message>
        <source>has sequences nested deeper than can be read</source>
        <translation>hat tiefer verschachtelte Sequenzen, als gelesen werden können</translation>
    </message>
    <message>
        <source>has text burned into its picture, or may have: look at it, then use --burned-in</source>
        <translation>hat eingebrannten Text im Bild, oder kann ihn haben: Sehen Sie es an, dann verwenden Sie --burned-in</translation>
    </message>
    <message>
        <source>has text in its picture, or may have</source>
        <translation>hat Text im Bild, oder kann ihn haben</translation>
    </message>
    <message>
        <source>has waited longer than allowed</source>
        <translation>hat länger als erlaubt gewartet</translation>
    </message>
    <message>
        <source>has {0} bits a sample; 1, 8, 16, 32 and 64 can be read</source>
        <translation>hat {0} Bit je Wert; gelesen werden 1, 8, 16, 32 und 64</translation>
    </message>
    <message>
        <source>has {0} frames, not {1}</source>
        <translation>hat {0} Einzelbilder, nicht {1}</translation>
    </message>
    <message>
        <source>has {0} samples a pixel; 1 or 3 can be read</source>
        <translation>hat {0} Werte je Pixel; gelesen werden 1 oder 3</translation>
    </message>
    <message>
        <source>holds grey values that are too far apart, or too close together, to be shown</source>
        <translation>enthält Grauwerte, deren Abstände zu groß oder zu klein sind, um sie zu zeigen</translation>
    </message>
    <message>
        <source>holds no image</source>
        <translation>enthält kein Bild</translation>
    </message>
    <message>
        <source>holds no image ({0})</source>
        <translation>enthält kein Bild ({0})</translation>
    </message>
    <message>
        <source>holds no image, or its header is damaged</source>
        <translation>enthält kein Bild, oder der Header ist beschädigt</translation>
    </message>
    <message>
        <source>holds pixel values that are not numbers</source>
        <translation>enthält Pixelwerte, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>how many views the study has</source>
        <translation>wie viele Aufnahmen die Untersuchung hat</translation>
    </message>
    <message>
        <source>image {0}: {1}</source>
        <translation>Bild {0}: {1}</translation>
    </message>
    <message>
        <source>is a DICOM file with a damaged header</source>
        <translation>ist eine DICOM-Datei mit beschädigtem Header</translation>
    </message>
    <message>
        <source>is a ZIP archive of a kind that cannot be read here</source>
        <translation>ist ein ZIP-Archiv einer Art, die hier nicht gelesen werden kann</translation>
    </message>
    <message>
        <source>is a ZIP archive without files</source>
        <translation>ist ein ZIP-Archiv ohne Dateien</translation>
    </message>
    <message>
        <source>is a copy of {0}</source>
        <translation>ist eine Kopie von {0}</translation>
    </message>
    <message>
        <source>is a damaged DICOM file</source>
        <translation>ist eine beschädigte DICOM-Datei</translation>
    </message>
    <message>
        <source>is a damaged ZIP archive</source>
        <translation>ist ein beschädigtes ZIP-Archiv</translation>
    </message>
    <message>
        <source>is a damaged image ({0})</source>
        <translation>ist ein beschädigtes Bild ({0})</translation>
    </message>
    <message>
        <source>is a document or a program, not an archive of images</source>
        <translation>ist ein Dokument oder Programm, kein Archiv mit Bildern</translation>
    </message>
    <message>
        <source>is a link to something that does not exist</source>
        <translation>ist ein Verweis auf etwas, das nicht existiert</translation>
    </message>
    <message>
        <source>is a video</source>
        <translation>ist ein Video</translation>
    </message>
    <message>
        <source>is an archive in an archive in an archive: unpack it</source>
        <translation>ist ein Archiv in einem Archiv in einem Archiv: bitte entpacken</translation>
    </message>
    <message>
        <source>is an archive of {0} files: unpack it</source>
        <translation>ist ein Archiv mit {0} Dateien: bitte entpacken</translation>
    </message>
    <message>
        <source>is damaged in its archive</source>
        <translation>ist im Archiv beschädigt</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is encoded in a way that cannot be read here ({0})</source>
        <translation>ist so kodiert, dass es hier nicht gelesen werden kann ({0})</translation>
    </message>
    <message>
        <source>is encrypted: unpack it with its password, then open the folder</source>
        <translation>ist verschlüsselt: mit dem Passwort entpacken, dann den Ordner öffnen</translation>
    </message>
    <message>
        <source>is larger than any radiograph</source>
        <translation>ist größer als jede Röntgenaufnahme</translation>
    </message>
    <message>
        <source>is no image, or more than one: its text may name the patient</source>
        <translation>ist kein Bild oder mehr als eines: der Text darin kann den Patienten nennen</translation>
    </message>
    <message>
        <source>is not a DICOM, PNG, JPEG, TIFF or BMP file</source>
        <translation>ist keine DICOM-, PNG-, JPEG-, TIFF- oder BMP-Datei</translation>
    </message>
    <message>
        <source>is not a PNG, JPEG, TIFF or BMP image</source>
        <translation>ist kein PNG-, JPEG-, TIFF- oder BMP-Bild</translation>
    </message>
    <message>
        <source>is not a regular file</source>
        <translation>ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>is not in its archive any more</source>
        <translation>ist nicht mehr im Archiv</translation>
    </message>
    <message>
        <source>is packed in a way that cannot be read here</source>
        <translation>ist so gepackt, dass es hier nicht gelesen werden kann</translation>
    </message>
    <message>
        <source>is still being written: open it again when it is complete</source>
        <translation>wird noch geschrieben: erneut öffnen, wenn es vollständig ist</translation>
    </message>
    <message>
        <source>is the disk full?</source>
        <translation>ist der Datenträger voll?</translation>
    </message>
    <message>
        <source>is the index of a disc (DICOMDIR)</source>
        <translation>ist das Inhaltsverzeichnis eines Datenträgers (DICOMDIR)</translation>
    </message>
    <message>
        <source>is {0}, not a radiograph</source>
        <translation>ist {0}, keine Röntgenaufnahme</translation>
    </message>
    <message>
        <source>it does not know the kind of application</source>
        <translation>kennt diese Art von Anwendung nicht</translation>
    </message>
    <message>
        <source>it does not know this program&apos;s AE title {0}; its administrator must add it</source>
        <translation>kennt den AE-Titel {0} dieses Programms nicht; dort muss er eingetragen werden</translation>
    </message>
    <message>
        <source>it does not understand this, or does not accept this program&apos;s certificate (400)</source>
        <translation>er versteht dies nicht oder nimmt das Zertifikat dieses Programms nicht an (400)</translation>
    </message>
    <message>
        <source>it has too many connections; try again later</source>
        <translation>hat zu viele Verbindungen; versuchen Sie es später noch einmal</translation>
    </message>
    <message>
        <source>it is a folder, not a file</source>
        <translation>es ist ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>it is busy; try again later ({0})</source>
        <translation>ist ausgelastet; versuchen Sie es später noch einmal ({0})</translation>
    </message>
    <message>
        <source>it is congested; try again later</source>
        <translation>ist überlastet; versuchen Sie es später noch einmal</translation>
    </message>
    <message>
        <source>it is no database</source>
        <translation>es ist keine Datenbank</translation>
    </message>
    <message>
        <source>it was taken away or exchanged</source>
        <translation>er wurde entfernt oder ausgetauscht</translation>
    </message>
    <message>
        <source>its AE title is not {0}; correct the settings</source>
        <translation>der AE-Titel ist nicht {0}; berichtigen Sie die Einstellungen</translation>
    </message>
    <message>
        <source>its content is corrupt</source>
        <translation>der Inhalt ist beschädigt</translation>
    </message>
    <message>
        <source>lacks the size of its image</source>
        <translation>gibt die Größe des Bildes nicht an</translation>
    </message>
    <message>
        <source>lacks the size or the depth of its pixels</source>
        <translation>gibt Größe oder Tiefe der Pixel nicht an</translation>
    </message>
    <message>
        <source>left out: {0}</source>
        <translation>ausgelassen: {0}</translation>
    </message>
    <message>
        <source>model name</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>more data than allowed</source>
        <translation>mehr Daten als erlaubt</translation>
    </message>
    <message>
        <source>needs more memory than is allowed for one file</source>
        <translation>braucht mehr Speicher, als für eine Datei erlaubt ist</translation>
    </message>
    <message>
        <source>no descriptor or no data</source>
        <translation>kein Deskriptor oder keine Daten</translation>
    </message>
    <message>
        <source>no score</source>
        <translation>kein Score</translation>
    </message>
    <message>
        <source>nobody has ranked it</source>
        <translation>niemand hat sie eingeordnet</translation>
    </message>
    <message>
        <source>not understood</source>
        <translation>nicht verstanden</translation>
    </message>
    <message>
        <source>of another modality</source>
        <translation>von anderer Modalität</translation>
    </message>
    <message>
        <source>only {0} % of the image is there</source>
        <translation>nur {0} % des Bildes sind vorhanden</translation>
    </message>
    <message>
        <source>out of resources</source>
        <translation>Ressourcen erschöpft</translation>
    </message>
    <message>
        <source>part and side, such as “left wrist”</source>
        <translation>Körperteil und Seite, etwa „left wrist“</translation>
    </message>
    <message>
        <source>raw data for processing, not for presentation</source>
        <translation>Rohdaten zur Verarbeitung, nicht zur Darstellung</translation>
    </message>
    <message>
        <source>send the study</source>
        <translation>die Untersuchung nicht senden</translation>
    </message>
    <message>
        <source>shows one grey only</source>
        <translation>zeigt nur einen Grauwert</translation>
    </message>
    <message>
        <source>studies read</source>
        <translation>befundete Untersuchungen</translation>
    </message>
    <message>
        <source>studies that waited</source>
        <translation>Untersuchungen, die warteten</translation>
    </message>
    <message>
        <source>the card</source>
        <translation>die Modellkarte</translation>
    </message>
    <message>
        <source>the chosen findings as “one, two and three”; may be empty</source>
        <translation>die gewählten Befunde als Aufzählung; kann leer sein</translation>
    </message>
    <message>
        <source>the chosen findings, one after the other</source>
        <translation>die gewählten Befunde, einer nach dem anderen</translation>
    </message>
    <message>
        <source>the connection is closed</source>
        <translation>die Verbindung ist geschlossen</translation>
    </message>
    <message>
        <source>the copy is damaged: {0}</source>
        <translation>die Kopie ist beschädigt: {0}</translation>
    </message>
    <message>
        <source>the date of the study (YYYY-MM-DD); may be empty</source>
        <translation>das Datum der Untersuchung (JJJJ-MM-TT); kann leer sein</translation>
    </message>
    <message>
        <source>the decoder could not be started</source>
        <translation>der Decoder konnte nicht gestartet werden</translation>
    </message>
    <message>
        <source>the decoder died on this file</source>
        <translation>der Decoder ist an dieser Datei gescheitert</translation>
    </message>
    <message>
        <source>the decoder failed on this file ({0})</source>
        <translation>der Decoder ist an dieser Datei fehlgeschlagen ({0})</translation>
    </message>
    <message>
        <source>the decoder is closed</source>
        <translation>der Decoder ist geschlossen</translation>
    </message>
    <message>
        <source>the disk is full; free some space</source>
        <translation>der Datenträger ist voll; schaffen Sie Platz</translation>
    </message>
    <message>
        <source>the disk or the file is read-only; allow writing</source>
        <translation>Datenträger oder Datei sind schreibgeschützt; erlauben Sie das Schreiben</translation>
    </message>
    <message>
        <source>the disk reports an error; check the disk and its connection</source>
        <translation>der Datenträger meldet einen Fehler; prüfen Sie ihn und seine Verbindung</translation>
    </message>
    <message>
        <source>the file cannot be opened; check the disk and the rights to the folder</source>
        <translation>die Datei kann nicht geöffnet werden; prüfen Sie den Datenträger und die Rechte am Ordner</translation>
    </message>
    <message>
        <source>the file does not say how its colours are stored: taken as RGB</source>
        <translation>die Datei sagt nicht, wie ihre Farben gespeichert sind: als RGB gelesen</translation>
    </message>
    <message>
        <source>the file does not say how its colours lie: taken as pixel by pixel</source>
        <translation>die Datei sagt nicht, wie ihre Farben liegen: als Pixel für Pixel gelesen</translation>
    </message>
    <message>
        <source>the file does not say whether high values are bright: taken as bright</source>
        <translation>die Datei sagt nicht, ob hohe Werte hell sind: als hell gelesen</translation>
    </message>
    <message>
        <source>the file ends early: {0} % of the image is there</source>
        <translation>die Datei endet vorzeitig: {0} % des Bildes sind vorhanden</translation>
    </message>
    <message>
        <source>the file has gone</source>
        <translation>die Datei ist verschwunden</translation>
    </message>
    <message>
        <source>the file has {0} images: the first {1} are opened</source>
        <translation>die Datei hat {0} Bilder: die ersten {1} werden geöffnet</translation>
    </message>
    <message>
        <source>the file is damaged: parts of the image may be missing</source>
        <translation>die Datei ist beschädigt: Teile des Bildes können fehlen</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>the file is too large for this disk</source>
        <translation>die Datei ist zu groß für diesen Datenträger</translation>
    </message>
    <message>
        <source>the file states {0} bits stored: all {1} were used</source>
        <translation>die Datei gibt {0} gespeicherte Bit an: alle {1} wurden verwendet</translation>
    </message>
    <message>
        <source>the file&apos;s VOI LUT function is unknown: a linear one was used</source>
        <translation>die VOI-LUT-Funktion der Datei ist unbekannt: eine lineare wurde verwendet</translation>
    </message>
    <message>
        <source>the file&apos;s VOI lookup table is not valid and was left out</source>
        <translation>die VOI-Lookup-Tabelle der Datei ist ungültig und wurde ausgelassen</translation>
    </message>
    <message>
        <source>the file&apos;s colour palette is not valid and was left out</source>
        <translation>die Farbpalette der Datei ist ungültig und wurde ausgelassen</translation>
    </message>
    <message>
        <source>the file&apos;s display window is not valid: shown from the darkest to the brightest pixel</source>
        <translation>die Fensterung der Datei ist ungültig: gezeigt vom dunkelsten bis zum hellsten Pixel</translation>
    </message>
    <message>
        <source>the file&apos;s display window shows nothing of the image: shown from the darkest to the brightest pixel</source>
        <translation>die Fensterung der Datei zeigt nichts vom Bild: gezeigt vom dunkelsten bis zum hellsten Pixel</translation>
    </message>
    <message>
        <source>the file&apos;s high bit is not valid: the lowest bits were used</source>
        <translation>das High Bit der Datei ist ungültig: die untersten Bits wurden verwendet</translation>
    </message>
    <message>
        <source>the file&apos;s modality lookup table is not valid and was left out</source>
        <translation>die Modality-Lookup-Tabelle der Datei ist ungültig und wurde ausgelassen</translation>
    </message>
    <message>
        <source>the file&apos;s rescale slope or intercept is not valid and was left out</source>
        <translation>Rescale Slope oder Intercept der Datei sind ungültig und wurden ausgelassen</translation>
    </message>
    <message>
        <source>the folder cannot be opened ({0})</source>
        <translation>der Ordner kann nicht geöffnet werden ({0})</translation>
    </message>
    <message>
        <source>the image is {0} x {1} pixels, the file says {2} x {3}: one of them belongs to another image</source>
        <translation>das Bild hat {0} x {1} Pixel, die Datei sagt {2} x {3}: eines von beiden gehört zu einem anderen Bild</translation>
    </message>
    <message>
        <source>the listener is closed</source>
        <translation>der Empfang ist geschlossen</translation>
    </message>
    <message>
        <source>the network share is not connected</source>
        <translation>das Netzlaufwerk ist nicht verbunden</translation>
    </message>
    <message>
        <source>the part, such as “wrist”</source>
        <translation>der Körperteil, etwa „wrist“</translation>
    </message>
    <message>
        <source>the pixels are missing</source>
        <translation>die Pixel fehlen</translation>
    </message>
    <message>
        <source>the pixels cannot be decoded ({0})</source>
        <translation>die Pixel können nicht dekodiert werden ({0})</translation>
    </message>
    <message>
        <source>the pixels do not begin as encapsulated ones do</source>
        <translation>die Pixel beginnen nicht wie gekapselte</translation>
    </message>
    <message>
        <source>the pixels of this frame are missing</source>
        <translation>die Pixel dieses Einzelbildes fehlen</translation>
    </message>
    <message>
        <source>the projections that the files state, such as “AP, LL”; may be empty</source>
        <translation>die Projektionen laut den Dateien, etwa „AP, LL“; kann leer sein</translation>
    </message>
    <message>
        <source>the rights to the file do not suffice</source>
        <translation>die Rechte an der Datei reichen nicht</translation>
    </message>
    <message>
        <source>the study has too many images</source>
        <translation>die Untersuchung hat zu viele Bilder</translation>
    </message>
    <message>
        <source>the token is missing, wrong or may not do this ({0})</source>
        <translation>das Token fehlt, ist falsch oder darf das nicht ({0})</translation>
    </message>
    <message>
        <source>there is no such thing, or no DICOMweb at that url (404)</source>
        <translation>das gibt es nicht, oder kein DICOMweb unter dieser url (404)</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Computer</translation>
    </message>
    <message>
        <source>this read is being signed already</source>
        <translation>dieser Befund wird bereits signiert</translation>
    </message>
    <message>
        <source>took longer than {0} s to decode</source>
        <translation>das Dekodieren dauerte länger als {0} s</translation>
    </message>
    <message>
        <source>two files of one hash differ</source>
        <translation>zwei Dateien desselben Hashwerts unterscheiden sich</translation>
    </message>
    <message>
        <source>unpacks to more than any radiograph takes</source>
        <translation>entpackt sich zu mehr, als eine Röntgenaufnahme braucht</translation>
    </message>
    <message>
        <source>was made by this program from another image</source>
        <translation>wurde von diesem Programm aus einem anderen Bild gemacht</translation>
    </message>
    <message>
        <source>without TLS</source>
        <translation>ohne TLS</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
    <message>
        <source>{0} ({1}) cannot be reached: nothing listens there, or no machine has that name. Check the url in the settings.</source>
        <translation>{0} ({1}) ist nicht erreichbar: Dort antwortet nichts, oder kein Rechner hat diesen Namen. Prüfen Sie die url in den Einstellungen.</translation>
    </message>
    <message>
        <source>{0} ({1}) did not answer within {2} s.</source>
        <translation>{0} ({1}) hat nicht innerhalb von {2} s geantwortet.</translation>
    </message>
    <message>
        <source>{0} ({1}) gave an answer that is no DICOMweb. Is the url the base of the service, such as https://host/dicom-web?</source>
        <translation>{0} ({1}) gab eine Antwort, die kein DICOMweb ist. Ist die url die Basis des Dienstes, etwa https://host/dicom-web?</translation>
    </message>
    <message>
        <source>{0} ({1}): no encrypted connection. Its certificate is not accepted; check tls_authority.</source>
        <translation>{0} ({1}): keine verschlüsselte Verbindung. Das Zertifikat wird nicht akzeptiert; prüfen Sie tls_authority.</translation>
    </message>
    <message>
        <source>{0} Given up after {1} days.</source>
        <translation>{0} Nach {1} Tagen aufgegeben.</translation>
    </message>
    <message>
        <source>{0} Given up after {1} tries.</source>
        <translation>{0} Nach {1} Versuchen aufgegeben.</translation>
    </message>
    <message>
        <source>{0} and lists no files</source>
        <translation>{0} und führt keine Dateien auf</translation>
    </message>
    <message>
        <source>{0} broke off, or gave no answer within {1} s. Try again; if it goes on, ask its administrator whether it knows {2}.</source>
        <translation>{0} brach ab oder antwortete nicht innerhalb von {1} s. Versuchen Sie es noch einmal; bleibt es dabei, fragen Sie die Administration, ob {2} dort bekannt ist.</translation>
    </message>
    <message>
        <source>{0} cannot be changed: {1}.</source>
        <translation>{0} kann nicht geändert werden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be changed: {1}. Mend that; the text in use stays as it is.</source>
        <translation>{0} kann nicht geändert werden: {1}. Beheben Sie das; der bisherige Text gilt weiter.</translation>
    </message>
    <message>
        <source>{0} cannot be reached: {1}.</source>
        <translation>{0} ist nicht erreichbar: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be read ({1}). {2}</source>
        <translation>{0} kann nicht gelesen werden ({1}). {2}</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be used: {1}.</source>
        <translation>{0} ist nicht verwendbar: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be written: it would lie outside of {1}.</source>
        <translation>{0} kann nicht geschrieben werden: Es läge außerhalb von {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}.</source>
        <translation>{0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot store for now (status 0x{1}): it is full, or {2} may not. Tell its administrator.</source>
        <translation>{0} kann gerade nicht speichern (Status 0x{1}): voll, oder {2} darf es nicht. Verständigen Sie die Administration.</translation>
    </message>
    <message>
        <source>{0} computes wrongly: its check is off by {1}, {2} is allowed</source>
        <translation>{0} rechnet falsch: Die Prüfung weicht um {1} ab, erlaubt sind {2}</translation>
    </message>
    <message>
        <source>{0} did not answer within {1} s. Is it on?</source>
        <translation>{0} hat nicht innerhalb von {1} s geantwortet. Ist es eingeschaltet?</translation>
    </message>
    <message>
        <source>{0} did not say whether it stored the object.</source>
        <translation>{0} hat nicht bestätigt, dass das Objekt gespeichert ist.</translation>
    </message>
    <message>
        <source>{0} does not know where {1} is. Its administrator must enter this program&apos;s AE title, host and port.</source>
        <translation>{0} weiß nicht, wo {1} ist. Dort müssen AE-Titel, Host und Port dieses Programms eingetragen werden.</translation>
    </message>
    <message>
        <source>{0} does not run here</source>
        <translation>{0} läuft hier nicht</translation>
    </message>
    <message>
        <source>{0} does not take this kind of object ({1}). Ask its administrator to allow it, or send other kinds.</source>
        <translation>{0} nimmt diese Art von Objekt nicht an ({1}). Bitten Sie die Administration, sie zuzulassen, oder senden Sie andere Arten.</translation>
    </message>
    <message>
        <source>{0} entries of {1} bits</source>
        <translation>{0} Einträge zu {1} Bit</translation>
    </message>
    <message>
        <source>{0} failed ({1})</source>
        <translation>{0} ist fehlgeschlagen ({1})</translation>
    </message>
    <message>
        <source>{0} for {1} cannot be read, or is empty. It must hold the token in its first line.</source>
        <translation>{0} für {1} kann nicht gelesen werden oder ist leer. Das Token muss in der ersten Zeile stehen.</translation>
    </message>
    <message>
        <source>{0} gave a heat map outside 0 to 1</source>
        <translation>{0} gab eine Heatmap außerhalb von 0 bis 1</translation>
    </message>
    <message>
        <source>{0} gave outputs of an unexpected shape</source>
        <translation>{0} gab Ausgaben unerwarteter Form</translation>
    </message>
    <message>
        <source>{0} gave values that are not numbers</source>
        <translation>{0} gab Werte, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>{0} gave values that are not numbers. Start again; if it goes on, choose another engine.</source>
        <translation>{0} gab Werte, die keine Zahlen sind. Starten Sie neu; bleibt es dabei, wählen Sie eine andere Laufzeitumgebung.</translation>
    </message>
    <message>
        <source>{0} has no image of this study.</source>
        <translation>{0} hat kein Bild dieser Untersuchung.</translation>
    </message>
    <message>
        <source>{0} has no weights in 8 bits</source>
        <translation>{0} hat keine Gewichte in 8 Bit</translation>
    </message>
    <message>
        <source>{0} has no weights in 8 bits. {1}</source>
        <translation>{0} hat keine Gewichte in 8 Bit. {1}</translation>
    </message>
    <message>
        <source>{0} has this study in view at {1}. Nothing was signed. Take the study over, or leave it to them.</source>
        <translation>{0} sieht diese Studie gerade an ({1}). Nichts wurde signiert. Übernehmen Sie die Studie, oder überlassen Sie sie.</translation>
    </message>
    <message>
        <source>{0} images of the study could not be kept: {1} What came is kept; the study can be fetched again.</source>
        <translation>{0} Bilder der Untersuchung konnten nicht gespeichert werden: {1} Was kam, bleibt erhalten; die Untersuchung kann noch einmal geholt werden.</translation>
    </message>
    <message>
        <source>{0} is damaged or has been exchanged: its SHA-256 is {1}..., its card says {2}.... {3}</source>
        <translation>{0} ist beschädigt oder wurde ausgetauscht: SHA-256 ist {1}..., die Modellkarte sagt {2}.... {3}</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}: {2}. {3}</source>
        <translation>{0} ist beschädigt: {1}: {2}. {3}</translation>
    </message>
    <message>
        <source>{0} is encrypted: set tls_certificate, tls_key and tls_authority.</source>
        <translation>{0} ist verschlüsselt: Setzen Sie tls_certificate, tls_key und tls_authority.</translation>
    </message>
    <message>
        <source>{0} is not a model: it has no {1}. {2}</source>
        <translation>{0} ist kein Modell: {1} fehlt. {2}</translation>
    </message>
    <message>
        <source>{0} is not valid TOML: {1}. Mend that line, or rename the file.</source>
        <translation>{0} ist kein gültiges TOML: {1}. Bringen Sie die Zeile in Ordnung, oder benennen Sie die Datei um.</translation>
    </message>
    <message>
        <source>{0} is reading at {1}, and what is in view there would be kept again. Close the windows of all workstations first.</source>
        <translation>{0} befundet gerade ({1}), und was dort zu sehen ist, würde wieder gesichert. Schließen Sie zuerst die Fenster aller Arbeitsplätze.</translation>
    </message>
    <message>
        <source>{0} is too large to be the card of a model. {1}</source>
        <translation>{0} ist zu groß für eine Modellkarte. {1}</translation>
    </message>
    <message>
        <source>{0} loses too much in 8 bits, its card says. {1}</source>
        <translation>{0} verliert laut Modellbeschreibung in 8 Bit zu viel. {1}</translation>
    </message>
    <message>
        <source>{0} names point out of the archive and are left out</source>
        <translation>{0} Namen zeigen aus dem Archiv hinaus und wurden ausgelassen</translation>
    </message>
    <message>
        <source>{0} of {1} images were not handed out by {2}. What came is kept; the study can be fetched again.</source>
        <translation>{0} von {1} Bildern hat {2} nicht herausgegeben. Was kam, bleibt erhalten; die Untersuchung kann noch einmal geholt werden.</translation>
    </message>
    <message>
        <source>{0} refused the object (reason 0x{1}).</source>
        <translation>{0} hat das Objekt abgelehnt (Grund 0x{1}).</translation>
    </message>
    <message>
        <source>{0} refused the object (status 0x{1}).</source>
        <translation>{0} hat das Objekt abgelehnt (Status 0x{1}).</translation>
    </message>
    <message>
        <source>{0} refused the object (status {1}).</source>
        <translation>{0} hat das Objekt abgelehnt (Status {1}).</translation>
    </message>
    <message>
        <source>{0} sent another image than was asked for.</source>
        <translation>{0} hat ein anderes Bild gesendet als verlangt.</translation>
    </message>
    <message>
        <source>{0} sent no image of this study.</source>
        <translation>{0} hat kein Bild dieser Untersuchung gesendet.</translation>
    </message>
    <message>
        <source>{0} stopped in the midst of the study. What came is kept; the study can be fetched again.</source>
        <translation>{0} hat mitten in der Untersuchung aufgehört. Was kam, bleibt erhalten; die Untersuchung kann noch einmal geholt werden.</translation>
    </message>
    <message>
        <source>{0} took the connection and gave no answer within {1} s, or hung up. Is {2}, port {3}, a DICOM service, and {4}?</source>
        <translation>{0} hat die Verbindung angenommen und in {1} s nicht geantwortet oder aufgelegt. Ist {2}, Port {3}, ein DICOM-Dienst, und {4}?</translation>
    </message>
    <message>
        <source>{0} will not {1} (status 0x{2}). Ask its administrator whether {3} may.</source>
        <translation>{0} kann {1} (Status 0x{2}). Fragen Sie die Administration, ob {3} das darf.</translation>
    </message>
    <message>
        <source>{0}, SHA-256 {1}. The outline shows what drove the score.</source>
        <translation>{0}, SHA-256 {1}. Der Umriss zeigt, was den Score bestimmt hat.</translation>
    </message>
    <message>
        <source>{0}, port {1} cannot be listened on: {2}. Another program may have it: choose another port.</source>
        <translation>Auf {0}, Port {1} kann nicht empfangen werden: {2}. Vielleicht belegt ihn ein anderes Programm: Wählen Sie einen anderen Port.</translation>
    </message>
    <message>
        <source>{0}. Mend that place, or go back to the default.</source>
        <translation>{0}. Berichtigen Sie diese Stelle, oder kehren Sie zur Voreinstellung zurück.</translation>
    </message>
    <message>
        <source>{0}: no encrypted connection. Its certificate, or this program&apos;s, is not accepted; check tls_certificate and tls_authority.</source>
        <translation>{0}: keine verschlüsselte Verbindung. Das dortige Zertifikat oder das dieses Programms wird nicht akzeptiert; prüfen Sie tls_certificate und tls_authority.</translation>
    </message>
    <message>
        <source>{0}: no machine has that name. Check host in the settings.</source>
        <translation>{0}: Kein Rechner hat diesen Namen. Prüfen Sie den Host in den Einstellungen.</translation>
    </message>
    <message>
        <source>{0}: nothing listens there. Check host and port, or whether it runs.</source>
        <translation>{0}: Dort antwortet nichts. Prüfen Sie Host und Port, oder ob es läuft.</translation>
    </message>
    <message>
        <source>{0}: the archive lists its files</source>
        <translation>{0}: das Archiv führt seine Dateien auf</translation>
    </message>
    <message>
        <source>{0}: the model has learnt limbs only</source>
        <translation>{0}: das Modell hat nur Extremitäten gelernt</translation>
    </message>
    <message>
        <source>{0}: the {1} files it lists are opened by themselves</source>
        <translation>{0}: die {1} aufgeführten Dateien werden einzeln geöffnet</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} files are not there</source>
        <translation>{0}: {1} von {2} Dateien fehlen</translation>
    </message>
    <message>
        <source>“left”, “right”, “left and right”, or nothing</source>
        <translation>„left“, „right“, „left and right“ oder nichts</translation>
    </message>
    <message>
        <source>“{0}” is no body part known here, such as wrist, or limbs.</source>
        <translation>„{0}“ ist kein hier bekannter Körperteil, wie wrist oder limbs.</translation>
    </message>
    <message>
        <source>“{0}” is no date. Write 2026-01-31, 2026-01-01..2026-01-31, today or yesterday.</source>
        <translation>„{0}“ ist kein Datum. Schreiben Sie 2026-01-31, 2026-01-01..2026-01-31, heute oder gestern.</translation>
    </message>
    <message>
        <source>“{0}” is no modality, such as CR or DX.</source>
        <translation>„{0}“ ist keine Modalität, wie CR oder DX.</translation>
    </message>
    <message>
        <source>“{0}” is not known here. Use one of: {1}.</source>
        <translation>„{0}“ ist hier nicht bekannt. Verwenden Sie: {1}.</translation>
    </message>
</context>
</TS>
