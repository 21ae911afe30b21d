<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name></name>
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
        <source>%n new results</source>
        <translation>
            <numerusform>%n neues Ergebnis</numerusform>
            <numerusform>%n neue Ergebnisse</numerusform>
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
        <source>&amp;About the model…</source>
        <translation>&amp;Über das Modell …</translation>
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
        <source>&amp;Automatic window</source>
        <translation>&amp;Automatische Fensterung</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>Zu&amp;rück</translation>
    </message>
    <message>
        <source>&amp;Bone window</source>
        <translation>&amp;Knochenfenster</translation>
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
        <source>&amp;Cobb angle</source>
        <translation>&amp;Cobb-Winkel</translation>
    </message>
    <message>
        <source>&amp;Darker</source>
        <translation>D&amp;unkler</translation>
    </message>
    <message>
        <source>&amp;Edge view</source>
        <translation>&amp;Kantenansicht</translation>
    </message>
    <message>
        <source>&amp;Enlarge the view</source>
        <translation>Aufnahme &amp;vergrößern</translation>
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
        <source>&amp;Full screen</source>
        <translation>V&amp;ollbild</translation>
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
        <source>&amp;Keys and mouse…</source>
        <translation>&amp;Tasten und Maus …</translation>
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
        <source>&amp;Less contrast</source>
        <translation>Weniger K&amp;ontrast</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>&amp;Helles Design</translation>
    </message>
    <message>
        <source>&amp;Magnifier</source>
        <translation>&amp;Lupe</translation>
    </message>
    <message>
        <source>&amp;Next study</source>
        <translation>&amp;Nächste Untersuchung</translation>
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
        <source>&amp;Peek underneath while held</source>
        <translation>Beim &amp;Halten darunter sehen</translation>
    </message>
    <message>
        <source>&amp;Previous study</source>
        <translation>&amp;Vorige Untersuchung</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Remove a measurement</source>
        <translation>&amp;Messung entfernen</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Set a point at the cross</source>
        <translation>&amp;Punkt am Kreuz setzen</translation>
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
        <source>&amp;Study</source>
        <translation>&amp;Untersuchung</translation>
    </message>
    <message>
        <source>&amp;Texts and patient</source>
        <translation>&amp;Texte und Patient</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
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
        <source>A backup holds what was kept until then: scores made later are made again, reads signed later are not in it.</source>
        <translation>Eine Sicherung enthält, was bis dahin gespeichert war: Spätere Scores werden neu berechnet, später signierte Befunde fehlen darin.</translation>
    </message>
    <message>
        <source>A loupe</source>
        <translation>Vergrößert unter dem Zeiger</translation>
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
        <source>About the model</source>
        <translation>Über das Modell</translation>
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
        <source>All own keys back</source>
        <translation>Alle Tasten zurücksetzen</translation>
    </message>
    <message>
        <source>All views</source>
        <translation>Alle Aufnahmen</translation>
    </message>
    <message>
        <source>Angle of two lines</source>
        <translation>Winkel zweier Linien</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Begin with an empty one</source>
        <translation>Mit leerer Datenbank beginnen</translation>
    </message>
    <message>
        <source>Bri&amp;ghter</source>
        <translation>&amp;Heller</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelled: {scored} of {total} studies are scored. F5 goes on.</source>
        <translation>Abgebrochen: {scored} von {total} Untersuchungen sind bewertet. F5 setzt fort.</translation>
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
        <source>Choose a study in the worklist, or press Down for the first.</source>
        <translation>Wählen Sie eine Untersuchung in der Arbeitsliste; Pfeil nach unten wählt die erste.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
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
        <source>Contains</source>
        <translation>Enthält</translation>
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
        <source>Double click</source>
        <translation>Doppelklick</translation>
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
        <source>Enlarge a view, and back</source>
        <translation>Aufnahme vergrößern und zurück</translation>
    </message>
    <message>
        <source>F&amp;ull window</source>
        <translation>&amp;Volles Fenster</translation>
    </message>
    <message>
        <source>Fi&amp;t</source>
        <translation>Ein&amp;passen</translation>
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
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>For images without DICOM header and outside of MURA&apos;s folders</source>
        <translation>Für Bilder ohne DICOM-Header und außerhalb der MURA-Ordner</translation>
    </message>
    <message>
        <source>Four views</source>
        <translation>Vier Aufnahmen</translation>
    </message>
    <message>
        <source>From the darkest to the brightest pixel</source>
        <translation>Vom dunkelsten bis zum hellsten Pixel</translation>
    </message>
    <message>
        <source>Go to the field and press the new key.</source>
        <translation>Gehen Sie in das Feld und drücken Sie die neue Taste.</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Hold to see the bare image</source>
        <translation>Halten zeigt das bloße Bild</translation>
    </message>
    <message>
        <source>How loose images become studies</source>
        <translation>Wie lose Bilder zu Untersuchungen werden</translation>
    </message>
    <message>
        <source>Imager Pixel Spacing, at the detector</source>
        <translation>Imager Pixel Spacing, am Detektor</translation>
    </message>
    <message>
        <source>Images in a window of their own, on another monitor if there is one</source>
        <translation>Bilder in eigenem Fenster, möglichst auf einem anderen Monitor</translation>
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
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys and mouse</source>
        <translation>Tasten und Maus</translation>
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
        <source>Left drag</source>
        <translation>Links ziehen</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
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
        <source>Loading the model …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>Looking for studies</source>
        <translation>Suche nach Untersuchungen</translation>
    </message>
    <message>
        <source>Loose images:</source>
        <translation>Lose Bilder:</translation>
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
        <source>Narrower window</source>
        <translation>Engeres Fenster</translation>
    </message>
    <message>
        <source>Ne&amp;xt earlier study</source>
        <translation>&amp;Nächste frühere Untersuchung</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
    <message>
        <source>Next &amp;view</source>
        <translation>Nä&amp;chste Aufnahme</translation>
    </message>
    <message>
        <source>No overlay</source>
        <translation>Kein Overlay</translation>
    </message>
    <message>
        <source>No radiographs found in {name}. DICOM, PNG, JPEG, TIFF and BMP files are read.</source>
        <translation>Keine Röntgenaufnahmen in {name} gefunden. Gelesen werden DICOM-, PNG-, JPEG-, TIFF- und BMP-Dateien.</translation>
    </message>
    <message>
        <source>No score: {reason}.</source>
        <translation>Kein Score: {reason}.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Not scored ({count})</source>
        <translation>Nicht bewertet ({count})</translation>
    </message>
    <message>
        <source>Nothing is lost: what is not saved is held, and saving is tried again.</source>
        <translation>Nichts geht verloren: Ungespeichertes wird gehalten und das Speichern erneut versucht.</translation>
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
        <source>Open a folder</source>
        <translation>Ordner öffnen</translation>
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
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Outline, heat map or o&amp;ff</source>
        <translation>&amp;Umriss, Heatmap oder aus</translation>
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
        <source>Overlay: {kind}</source>
        <translation>Overlay: {kind}</translation>
    </message>
    <message>
        <source>Own keys back</source>
        <translation>Taste zurücksetzen</translation>
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
        <source>Previous v&amp;iew</source>
        <translation>V&amp;orige Aufnahme</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken …</translation>
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
        <source>Radiograph</source>
        <translation>Röntgenbild</translation>
    </message>
    <message>
        <source>Radiograph {number}</source>
        <translation>Röntgenbild {number}</translation>
    </message>
    <message>
        <source>Raise fine detail for the eye; the model never sees it</source>
        <translation>Hebt feine Strukturen für das Auge hervor; das Modell sieht sie nie</translation>
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
        <source>Remove all of the &amp;view</source>
        <translation>&amp;Alle Messungen der Aufnahme entfernen</translation>
    </message>
    <message>
        <source>Research use only. Orders the list; no diagnosis, no medical device.</source>
        <translation>Nur für die Forschung. Ordnet die Liste; keine Diagnose, kein Medizinprodukt.</translation>
    </message>
    <message>
        <source>Right drag</source>
        <translation>Rechts ziehen</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Als PDF speichern …</translation>
    </message>
    <message>
        <source>Save the keys</source>
        <translation>Tasten speichern</translation>
    </message>
    <message>
        <source>Scoring is off</source>
        <translation>Bewertung ist aus</translation>
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
        <source>Show files that were not scored</source>
        <translation>Nicht bewertete Dateien anzeigen</translation>
    </message>
    <message>
        <source>Show or hide patient and corner texts</source>
        <translation>Patient und Texte in den Ecken ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the worklist</source>
        <translation>Arbeitsliste ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show the whole image</source>
        <translation>Das ganze Bild zeigen</translation>
    </message>
    <message>
        <source>Something in this program went wrong (details are in the log). This is our bug: </source>
        <translation>In diesem Programm ist etwas schiefgegangen (Einzelheiten im Protokoll). Das ist unser Fehler: </translation>
    </message>
    <message>
        <source>Stop scoring; what is scored stays (Esc)</source>
        <translation>Bewertung anhalten; Bewertetes bleibt (Esc)</translation>
    </message>
    <message>
        <source>Stopping after the study that is being scored</source>
        <translation>Hält nach der laufenden Untersuchung an</translation>
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
        <source>The edge view could not be made: the image is shown as it is</source>
        <translation>Die Kantenansicht konnte nicht berechnet werden: Das Bild wird unverändert gezeigt</translation>
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
        <source>There is no backup.</source>
        <translation>Es gibt keine Sicherung.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
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
        <source>Until then nothing can be opened.</source>
        <translation>Bis dahin kann nichts geöffnet werden.</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>Taste verwenden</translation>
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
        <source>Views of the study</source>
        <translation>Aufnahmen der Untersuchung</translation>
    </message>
    <message>
        <source>What drove the score</source>
        <translation>Was den Score bestimmt hat</translation>
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
        <source>Whatever you choose, the damaged file is kept in {folder}.</source>
        <translation>Wie Sie auch wählen: Die beschädigte Datei bleibt in {folder} erhalten.</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
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
        <source>automatic: a folder of few images is a study</source>
        <translation>automatisch: ein Ordner mit wenigen Bildern ist eine Untersuchung</translation>
    </message>
    <message>
        <source>before an update</source>
        <translation>vor einer Aktualisierung</translation>
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
        <source>leg</source>
        <translation>Unterschenkel</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Strecke</translation>
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
        <source>no region stands out</source>
        <translation>keine Region hebt sich ab</translation>
    </message>
    <message>
        <source>no spacing in the file</source>
        <translation>kein Pixelabstand in der Datei</translation>
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
        <source>overlay off</source>
        <translation>Overlay aus</translation>
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
        <source>shoulder</source>
        <translation>Schulter</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>signiert</translation>
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
        <source>toe</source>
        <translation>Zehe</translation>
    </message>
    <message>
        <source>ulna</source>
        <translation>Ulna</translation>
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
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>whole spine</source>
        <translation>Ganzwirbelsäule</translation>
    </message>
    <message>
        <source>wrist</source>
        <translation>Handgelenk</translation>
    </message>
    <message>
        <source>zygoma</source>
        <translation>Jochbein</translation>
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
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} und {count} weitere</translation>
    </message>
    <message>
        <source>{score} is the model&apos;s calibrated estimate that this study is abnormal; the band “{band}” follows from it.
By view: {views}.
It orders the list and is no diagnosis. Model: {model}.</source>
        <translation>{score} ist die kalibrierte Schätzung des Modells, dass diese Untersuchung auffällig ist; daraus folgt die Stufe „{band}“.
Nach Aufnahme: {views}.
Sie ordnet die Liste und ist keine Diagnose. Modell: {model}.</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>noch {seconds} s</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>A draft could not be kept. This is our bug: {0}.</source>
        <translation>Ein Entwurf konnte nicht gespeichert werden. Das ist unser Fehler: {0}.</translation>
    </message>
    <message>
        <source>A window of MURA Desktop is open on this data. Close it first.</source>
        <translation>Auf diesen Daten ist bereits ein Fenster von MURA Desktop geöffnet. Schließen Sie es zuerst.</translation>
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
        <source>Settings in {0} are wrong: {1}.</source>
        <translation>Einstellungen in {0} sind falsch: {1}.</translation>
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
        <source>The results in {0} were exchanged while the program was running. Start it again.</source>
        <translation>Die Ergebnisse in {0} wurden bei laufendem Programm ausgetauscht. Starten Sie es neu.</translation>
    </message>
    <message>
        <source>The results in {0} were written by a newer version of the program. Update it, or move that file away to begin anew.</source>
        <translation>Die Ergebnisse in {0} wurden von einer neueren Programmversion geschrieben. Aktualisieren Sie das Programm oder verschieben Sie diese Datei, um neu zu beginnen.</translation>
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
        <source>This study was signed meanwhile, by another window or another reader. Nothing was overwritten. Look at that version, then amend it.</source>
        <translation>Diese Untersuchung wurde inzwischen in einem anderen Fenster oder von anderer Seite signiert. Nichts wurde überschrieben. Sehen Sie sich diese Fassung an und ergänzen Sie sie dann.</translation>
    </message>
    <message>
        <source>Viewing still works; to score, reinstall the program or choose another model.</source>
        <translation>Betrachten ist weiter möglich; zum Bewerten installieren Sie das Programm neu oder wählen ein anderes Modell.</translation>
    </message>
    <message>
        <source>a CT image</source>
        <translation>ein CT-Bild</translation>
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
        <source>backed up</source>
        <translation>gesichert</translation>
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
        <source>changed while it was read; open it again</source>
        <translation>wurde beim Lesen geändert; erneut öffnen</translation>
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
        <source>data that are no numbers</source>
        <translation>Daten, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>existiert nicht</translation>
    </message>
    <message>
        <source>expands to more than any radiograph takes</source>
        <translation>entpackt sich zu mehr, als eine Röntgenaufnahme braucht</translation>
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
        <source>has gone ({0})</source>
        <translation>ist verschwunden ({0})</translation>
    </message>
    <message>
        <source>has sequences nested deeper than can be read</source>
        <translation>hat tiefer verschachtelte Sequenzen, als gelesen werden können</translation>
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
        <source>is the index of a disc (DICOMDIR)</source>
        <translation>ist das Inhaltsverzeichnis eines Datenträgers (DICOMDIR)</translation>
    </message>
    <message>
        <source>is {0}, not a radiograph</source>
        <translation>ist {0}, keine Röntgenaufnahme</translation>
    </message>
    <message>
        <source>it is a folder, not a file</source>
        <translation>es ist ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>it is no database</source>
        <translation>es ist keine Datenbank</translation>
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
        <source>needs more memory than is allowed for one file</source>
        <translation>braucht mehr Speicher, als für eine Datei erlaubt ist</translation>
    </message>
    <message>
        <source>no descriptor or no data</source>
        <translation>kein Deskriptor oder keine Daten</translation>
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
        <source>the card</source>
        <translation>die Modellkarte</translation>
    </message>
    <message>
        <source>the copy is damaged: {0}</source>
        <translation>die Kopie ist beschädigt: {0}</translation>
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
        <source>the rights to the file do not suffice</source>
        <translation>die Rechte an der Datei reichen nicht</translation>
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
        <source>unpacks to more than any radiograph takes</source>
        <translation>entpackt sich zu mehr, als eine Röntgenaufnahme braucht</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
    <message>
        <source>{0} and lists no files</source>
        <translation>{0} und führt keine Dateien auf</translation>
    </message>
    <message>
        <source>{0} cannot be changed: {1}.</source>
        <translation>{0} kann nicht geändert werden: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be read ({1}). {2}</source>
        <translation>{0} kann nicht gelesen werden ({1}). {2}</translation>
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
        <source>{0} computes wrongly: its check is off by {1}, {2} is allowed</source>
        <translation>{0} rechnet falsch: Die Prüfung weicht um {1} ab, erlaubt sind {2}</translation>
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
        <source>{0} is damaged or has been exchanged: its SHA-256 is {1}..., its card says {2}.... {3}</source>
        <translation>{0} ist beschädigt oder wurde ausgetauscht: SHA-256 ist {1}..., die Modellkarte sagt {2}.... {3}</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}: {2}. {3}</source>
        <translation>{0} ist beschädigt: {1}: {2}. {3}</translation>
    </message>
    <message>
        <source>{0} is not a model: it has no {1}. {2}</source>
        <translation>{0} ist kein Modell: {1} fehlt. {2}</translation>
    </message>
    <message>
        <source>{0} is not valid TOML: {1}.</source>
        <translation>{0} ist kein gültiges TOML: {1}.</translation>
    </message>
    <message>
        <source>{0} is not valid TOML: {1}. Mend it first.</source>
        <translation>{0} ist kein gültiges TOML: {1}. Beheben Sie das zuerst.</translation>
    </message>
    <message>
        <source>{0} is too large to be the card of a model. {1}</source>
        <translation>{0} ist zu groß für eine Modellkarte. {1}</translation>
    </message>
    <message>
        <source>{0} names point out of the archive and are left out</source>
        <translation>{0} Namen zeigen aus dem Archiv hinaus und wurden ausgelassen</translation>
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
</context>
</TS>
