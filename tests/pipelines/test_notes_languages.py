"""Every word of another language has a case: without the word, the case reads otherwise."""

import re

import pytest
from notes_house import only, read

from pipelines.notes import vocabulary
from warehouse.records import ActionItem, AgendaItem, Attendance, Claim, Decision, Meeting

DAY = "2026-02-09.md"

# Language → list → a form of each of its entries.
ROLL = {
    "german": {
        "opens": ["Anwesend", "Teilnehmende", "Teilgenommen haben"],
        "away": ["Entschuldigt", "Abwesend"],
        "groups": ["Gäste"],
        "role": [
            "Vorsitzende", "Kassenwart", "Schatzmeisterin", "Beisitzer", "Schriftführerin",
            "Protokoll",
        ],
        "and": ["und"],
        "column_affiliation": ["Verein", "Firma"],
        "column_signed": ["anwesend"],
    },
    "french": {
        "opens": ["Présents", "Participants", "Participantes"],
        "away": ["Excusés", "Absente"],
        "groups": ["Invités"],
        "role": ["présidente", "trésorier", "secrétaire", "adjointe"],
        "and": ["et"],
        "column_name": ["Nom"],
        "column_affiliation": ["Société", "Structure"],
        "column_signed": ["présents"],
    },
    "spanish": {
        "opens": ["Asistentes", "Presentes", "Participantes"],
        "away": ["Ausentes", "Excusados"],
        "groups": ["Invitadas"],
        "role": ["presidenta", "tesorero", "secretaria", "vocal"],
        "and": ["y"],
        "column_name": ["Nombre"],
        "column_affiliation": ["Empresa", "Entidad"],
        "column_signed": ["presente"],
    },
    "portuguese": {
        "opens": ["Presenças", "Presentes", "Participantes"],
        "away": ["Ausências", "Ausentes", "Faltas"],
        "groups": ["Convidados"],
        "and": ["e"],
    },
    "japanese": {
        "opens": ["出席者", "参加者"],
        "away": ["欠席"],
        "column_name": ["名前", "氏名"],
        "column_affiliation": ["所属"],
    },
}  # fmt: skip
SAID = {
    "german": {
        "settled": ["angenommen", "beschlossen", "bewilligt", "genehmigt"],
        "settled_alone": ["beschließt", "beschloss"],
        "refused": ["abgelehnt"],
        "ballots": ["Antrag"],
        "became": ["wird", "werden", "wurde", "wurden"],
        "bodies": ["Vorstand", "Versammlung", "Mitgliederversammlung"],
        "unanimous": ["einstimmig"],
        "deferred": ["vertagt", "verschoben"],
        "proposal_marks": ["Antrag"],
        "decision_marks": ["Beschluss", "Beschlossen"],
        "decision_heads": ["Beschluss", "Beschlüsse"],
        "action_marks": ["Aufgabe", "Zu erledigen"],
        "action_heads": ["Aufgaben"],
        "owner_labels": ["Wer", "Zuständig", "Verantwortlich"],
        "finished": ["erledigt"],
        "deeds": [
            "prüft", "klärt", "übernimmt", "kümmert sich um", "schreibt", "verschickt",
            "organisiert", "besorgt", "erstellt", "kontaktiert", "bereitet", "stellt den Antrag",
            "lädt",
        ],
        "by_when": ["bis"],
        "thousand": ["tausend"],
        "million": ["Millionen", "Mio"],
        "billion": ["Milliarden"],
        "part_of": ["von"],
    },
    "french": {
        "settled": ["adopté", "approuvée"],
        "settled_alone": ["décide", "adopte", "approuve"],
        "refused": ["rejetée"],
        "ballots": ["proposition"],
        "became": ["est", "sont"],
        "bodies": ["CA", "bureau", "conseil", "assemblée", "comité"],
        "unanimous": ["à l'unanimité"],
        "deferred": ["reporté", "ajournée"],
        "proposal_marks": ["Proposition"],
        "decision_marks": ["Décision", "Décidé"],
        "decision_heads": ["Décisions"],
        "action_marks": ["À faire", "Tâche"],
        "action_heads": ["À faire", "Tâches"],
        "owner_labels": ["Qui", "Responsable"],
        "finished": ["fait"],
        "deeds": [
            "prépare", "contacte", "envoie", "rédige", "relance", "vérifie", "organise",
            "transmet", "se charge de",
        ],
        "by_when": ["pour le", "avant le", "d'ici"],
        "thousand": ["mille"],
        "million": ["millions"],
        "billion": ["milliards"],
        "part_of": ["sur"],
        "on_day": ["le", "du", "au"],
    },
    "spanish": {
        "settled": ["aprobada", "adoptado"],
        "refused": ["rechazada"],
        "ballots": ["propuesta"],
        "became": ["es", "son", "fue", "fueron"],
        "deferred": ["aplazada", "pospuesta"],
        "proposal_marks": ["Propuesta"],
        "decision_marks": ["Decisión", "Acuerdo"],
        "decision_heads": ["Decisiones", "Acuerdos"],
        "action_marks": ["Acción", "Acciones", "Tarea"],
        "action_heads": ["Acciones", "Tareas"],
        "finished": ["hecho"],
        "thousand": ["mil"],
        "million": ["millón", "millones"],
        "part_of": ["de"],
        "on_day": ["el", "del"],
    },
    "portuguese": {
        "action_marks": ["Ação", "Ações", "Tarefa"],
        "action_heads": ["Ações", "Tarefas"],
        "decision_marks": ["Decisão", "Deliberação"],
        "decision_heads": ["Decisões"],
    },
    "japanese": {
        "honors": ["さん"],
        "action_marks": ["アクション", "宿題"],
        "action_heads": ["アクション", "宿題"],
        "decision_marks": ["決定", "決定事項"],
        "decision_heads": ["決定事項"],
    },
}  # fmt: skip
OFF = {
    "german": ["Die Sitzung entfällt.", "Abgesagt.", "Die Sitzung ist ausgefallen."],
    "french": ["Annulée."],
    "spanish": ["Cancelada.", "Suspendida."],
    "japanese": ["中止"],
}
# How a list's words stand in a line, and what is read of it.
HEAD = {"german": "Anwesend", "french": "Présents", "spanish": "Asistentes",
        "portuguese": "Presenças", "japanese": "出席"}  # fmt: skip


def each(table, *names):
    """Language and form of the lists named, of every language."""
    return [(language, form) for language, lists in table.items()
            for name in names for form in lists.get(name, ())]  # fmt: skip


def came(tmp_path, text):
    return [(a.name, a.affiliation) for a in only(Attendance, read(tmp_path, {DAY: text}))]


def settled(tmp_path, line):
    return [d.text for d in only(Decision, read(tmp_path, {DAY: f"Ada Moss\n\n- {line}\n"}))]


def tasks(tmp_path, text):
    records = read(tmp_path, {DAY: f"Present: Ada Moss, Bo Reed\n\n{text}\n"})
    return [(a.owners, a.done) for a in only(ActionItem, records)]


def claimed(tmp_path, line):
    records = read(tmp_path, {DAY: f"Present: Ada Moss\n\n- {line}\n"})
    return [(c.kind, c.value) for c in only(Claim, records)]


def test_every_entry_of_another_language_has_a_form_in_a_case():
    said = {**OFF, **{k: [] for k in vocabulary._WORDS["languages"] if k not in OFF}}
    missing = []
    for language, rooms in vocabulary._WORDS["languages"].items():
        for room, lists in rooms.items():
            for name, entries in lists.items():
                forms = (ROLL if room == "roll_call" else SAID)[language].get(name, said[language])
                whole = " | ".join(forms)
                missing += [
                    (language, name, entry) for entry in entries
                    if not re.search(vocabulary._pattern(entry), whole, re.I)
                    and name not in ("grammar", "times", "topics")  # cases of their own, below
                ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize(("language", "form"), each(ROLL, "opens"))
def test_a_head_opens_the_roll_call(language, form, tmp_path):
    mark = "：" if language == "japanese" else ": "
    text = f"{form}{mark}Ada Moss, Bo Reed\n\n- 2026\n"
    assert came(tmp_path, text) == [("Ada Moss", None), ("Bo Reed", None)]


@pytest.mark.parametrize(("language", "form"), each(ROLL, "away"))
def test_a_head_of_the_absent_names_nobody_who_came(language, form, tmp_path):
    text = f"{HEAD[language]}: Ada Moss, Bo Reed\n{form}: Cy Quill, Di Orr\n"
    assert came(tmp_path, text) == [("Ada Moss", None), ("Bo Reed", None)]


@pytest.mark.parametrize(("language", "form"), each(ROLL, "groups"))
def test_a_group_within_the_roll_call_came_too(language, form, tmp_path):
    text = f"## {HEAD[language]}\n\n- Ada Moss\n\n## {form}\n\n- Bo Reed\n\n## 2\n\n- Cy Quill\n"
    assert came(tmp_path, text) == [("Ada Moss", None), ("Bo Reed", None)]


@pytest.mark.parametrize(("language", "form"), each(ROLL, "role"))
def test_an_office_is_no_affiliation(language, form, tmp_path):
    text = f"{HEAD[language]}:\n\n- Ada Moss ({form.capitalize()})\n- Bo Reed (Heron)\n"
    assert came(tmp_path, text) == [("Ada Moss", None), ("Bo Reed", "Heron")]


@pytest.mark.parametrize(("language", "form"), each(ROLL, "and"))
def test_the_last_two_are_parted_by_and(language, form, tmp_path):
    text = f"{HEAD[language]}: Ada Moss, Bo Reed {form} Cy Quill\n"
    assert [name for name, _ in came(tmp_path, text)] == ["Ada Moss", "Bo Reed", "Cy Quill"]


@pytest.mark.parametrize(("language", "form"), each(ROLL, "column_affiliation"))
def test_a_column_says_for_whom(language, form, tmp_path):
    name = {"japanese": "名前", "french": "Nom", "spanish": "Nombre"}.get(language, "Name")
    text = f"## {HEAD[language]}\n\n| {name} | {form} |\n|---|---|\n| Ada Moss | Heron |\n"
    assert came(tmp_path, text) == [("Ada Moss", "Heron")]


@pytest.mark.parametrize(("language", "form"), each(ROLL, "column_name"))
def test_a_column_says_who(language, form, tmp_path):
    text = f"## {HEAD[language]}\n\n| GitHub | {form} |\n|---|---|\n| adam | Ada Moss |\n"
    assert came(tmp_path, text) == [("Ada Moss", None)]


@pytest.mark.parametrize(("language", "form"), each(ROLL, "column_signed"))
def test_a_column_says_who_came(language, form, tmp_path):
    text = f"| Name | {form} |\n|---|---|\n| Ada Moss | x |\n| Bo Reed | |\n| Cy Quill | x |\n"
    assert [name for name, _ in came(tmp_path, text)] == ["Ada Moss", "Cy Quill"]


@pytest.mark.parametrize(("language", "line"), [(k, v) for k, vs in OFF.items() for v in vs])
def test_a_meeting_that_is_off_was_not_held(language, line, tmp_path):
    text = f"# 2026-02-09\n\n{line}\n"
    assert [m.cancelled for m in only(Meeting, read(tmp_path, {DAY: text}))] == [True]


def test_a_german_agenda_has_its_items(tmp_path):
    text = "## Tagesordnung\n\n- Pegel\n- Boot\n"
    assert [t.title for t in only(AgendaItem, read(tmp_path, {DAY: text}))] == ["Pegel", "Boot"]


BECAME = {"german": "Der Antrag {} mit 3 Stimmen {}.", "french": "La proposition {} {}.",
          "spanish": "La propuesta {} {}."}  # fmt: skip
FIRST = {"german": "wird", "french": "est", "spanish": "es"}


@pytest.mark.parametrize(("language", "form"), each(SAID, "settled", "refused"))
def test_a_participle_settles_a_motion(language, form, tmp_path):
    line = BECAME[language].format(FIRST[language], form)
    assert settled(tmp_path, line) == [line]


@pytest.mark.parametrize(("language", "form"), each(SAID, "became"))
def test_a_motion_became_settled(language, form, tmp_path):
    last = {"german": "angenommen", "french": "adoptée", "spanish": "aprobada"}[language]
    line = BECAME[language].format(form, last)
    assert settled(tmp_path, line) == [line]


@pytest.mark.parametrize(("language", "form"), each(SAID, "bodies"))
def test_a_body_decides(language, form, tmp_path):
    verb = {"german": "beschließt, ein Boot zu kaufen.", "french": "décide d'acheter un bateau."}
    assert settled(tmp_path, f"Le {form} {verb[language]}") == [f"Le {form} {verb[language]}"]


@pytest.mark.parametrize(("language", "form"), each(SAID, "settled_alone"))
def test_a_body_decides_with_any_of_these(language, form, tmp_path):
    body = {"german": "Der Vorstand", "french": "Le CA"}[language]
    assert settled(tmp_path, f"{body} {form} ein Boot.") == [f"{body} {form} ein Boot."]


@pytest.mark.parametrize(
    "line",
    [
        "Das Protokoll wird einstimmig genehmigt.",
        "Le budget est à l'unanimité adopté.",
    ],
)
def test_what_all_approve_is_decided_without_a_motion(line, tmp_path):
    assert settled(tmp_path, line) == [line]


@pytest.mark.parametrize(
    ("language", "form"),
    [*each(SAID, "deferred"), ("english", "deferred"), ("english", "postponed")],
)
def test_what_is_put_off_is_not_decided(language, form, tmp_path):
    assert settled(tmp_path, f"**Decision:** {form} (2026-03-05)") == []
    text = f"Present: Ada Moss\n\n## Decisions\n\n- the new boat ({form})\n- We paint the buoy\n"
    found = only(Decision, read(tmp_path, {DAY: text}))
    assert [d.text for d in found] == ["We paint the buoy"]


def test_a_thing_that_was_put_off_may_be_approved(tmp_path):
    line = "**Decision:** the deferred plan is approved"
    assert settled(tmp_path, line) == [line]


@pytest.mark.parametrize(("language", "form"), each(SAID, "decision_marks"))
def test_a_mark_says_decided(language, form, tmp_path):
    mark = "：" if language == "japanese" else ": "
    assert len(settled(tmp_path, f"**{form}**{mark}Boot 7")) == 1


@pytest.mark.parametrize(("language", "form"), each(SAID, "decision_heads"))
def test_a_heading_opens_decisions(language, form, tmp_path):
    records = read(tmp_path, {DAY: f"## {form}\n\n- Boot 7\n"})
    assert [d.text for d in only(Decision, records)] == ["Boot 7"]


@pytest.mark.parametrize(("language", "form"), each(SAID, "proposal_marks"))
def test_a_motion_is_decided_with_its_count(language, form, tmp_path):
    assert len(settled(tmp_path, f"**{form}**: Boot 7 (3 yes, 1 no)")) == 1
    assert settled(tmp_path, f"**{form}**: Boot 7") == []


@pytest.mark.parametrize(("language", "form"), each(SAID, "action_marks"))
def test_a_mark_says_to_do(language, form, tmp_path):
    mark = "：" if language == "japanese" else ": "
    assert tasks(tmp_path, f"- {form}{mark}Boot 7 (Bo)") == [(["Bo"], None)]


@pytest.mark.parametrize(("language", "form"), each(SAID, "action_heads"))
def test_a_heading_opens_tasks(language, form, tmp_path):
    assert tasks(tmp_path, f"## {form}\n\n- Boot 7 (Bo)") == [(["Bo"], None)]


@pytest.mark.parametrize(("language", "form"), each(SAID, "owner_labels"))
def test_a_column_says_who_is_to_act(language, form, tmp_path):
    text = f"**To-dos**\n\n| {form} | Boot |\n|---|---|\n| Bo | 7 m lang |\n"
    assert tasks(tmp_path, text) == [(["Bo"], None)]


@pytest.mark.parametrize(("language", "form"), each(SAID, "finished"))
def test_a_remark_says_done(language, form, tmp_path):
    assert tasks(tmp_path, f"- ACTION: Bo: Boot 7 ({form})") == [(["Bo"], True)]


@pytest.mark.parametrize(("language", "form"), each(SAID, "deeds"))
def test_a_deed_in_the_present_is_a_task(language, form, tmp_path):
    assert tasks(tmp_path, f"Bo {form} die Liste.") == [(["Bo"], None)]


@pytest.mark.parametrize(("language", "form"), each(SAID, "by_when"))
def test_whatever_somebody_does_by_a_day_is_a_task(language, form, tmp_path):
    assert tasks(tmp_path, f"Bo streicht das Boot {form} 5.") == [(["Bo"], None)]


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("Bo contactera la pépinière.", ["Bo"]),
        ("Ada et Bo se chargeront du bateau.", ["Ada", "Bo"]),
        ("Bo s'occupera du bateau.", ["Bo"]),
        ("Konstanze fragt bis zum 25. Juni bei der Stadt.", []),
        ("Ada fragt bis zum 25. Juni bei der Stadt.", ["Ada"]),
    ],
)
def test_a_future_and_a_day_make_a_task_of_those_who_came(line, owners, tmp_path):
    assert [who for who, _ in tasks(tmp_path, line)][:1] == ([owners] if owners else [])


@pytest.mark.parametrize("line", ["Bo begrüßt alle.", "Bo présente le bilan.", "Bo chanta."])
def test_what_somebody_does_in_the_meeting_is_no_task(line, tmp_path):
    assert tasks(tmp_path, line) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Kasse: 12 tausend €", [("money", 12_000)]),
        ("Kasse: 1,5 Millionen €", [("money", 1_500_000)]),
        ("Kasse: 1,5 Mio €", [("money", 1_500_000)]),
        ("Kasse: 2 Milliarden €", [("money", 2_000_000_000)]),
        ("Caisse : 12 mille €", [("money", 12_000)]),
        ("Caisse : 1,5 millions €", [("money", 1_500_000)]),
        ("Caisse : 2 milliards €", [("money", 2_000_000_000)]),
        ("Caja: 12 mil €", [("money", 12_000)]),
        ("Caja: 1 millón €", [("money", 1_000_000)]),
        ("Caja: 3 millones €", [("money", 3_000_000)]),
        ("9 von 16 rings", [("other", 9)]),
        ("9 sur 16 rings", [("other", 9)]),
        ("9 de 16 rings", [("other", 9)]),
        ("La liste pour le 30 mars des variétés", []),
        ("La liste du 30 mars des variétés", []),
        ("La liste au 30 mars des variétés", []),
        ("La lista para el 5 de marzo con nombres", []),
        ("La lista del 5 de marzo con nombres", []),
    ],
)
def test_figures_are_read_with_the_words_of_their_language(line, found, tmp_path):
    assert claimed(tmp_path, line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Der Verein hat 87 Mitglieder.", [("other", 87)]),
        ("Der Verein hat 12 neue Mitglieder.", [("other", 12)]),
        *[(f"Die Sitzung begann vor 20 {time}.", []) for time in
          ("Uhr", "Minuten", "Stunden", "Tagen", "Wochen", "Monaten", "Jahren")],
    ],
)  # fmt: skip
def test_german_nouns_are_counted_and_times_are_not(line, found, tmp_path):
    assert claimed(tmp_path, f"{line}\n- Das ist gut.\n- Das und das\n") == found


def test_a_large_word_behind_a_number_counts_nothing_in_english(tmp_path):
    assert claimed(tmp_path, "Tab 2 Budget of the board\n- It is good\n- That one\n") == []


def test_a_name_with_an_honor_is_the_name(tmp_path):
    text = "宿題：Boさん：ボート"
    assert tasks(tmp_path, f"- {text}") == [(["Bo"], None)]
