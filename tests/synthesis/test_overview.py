"""The data overview counts what the front matter says."""

from workbench.synthesis import Interview, Speaker, overview


def test_interviews_and_informants_per_group_and_site(small):
    found = overview(small().speakers, small().interviews, small().groups)
    shares = {
        part.whole.id: (part.whole.interviews, part.whole.group, part.whole.single, part.whole.informants)
        for part in found.parts
    }
    assert shares == {"professional": (3, 2, 1, 3), "volunteer": (2, 2, 0, 3), "education": (1, 0, 1, 1)}
    assert [(site.id, site.interviews, site.informants) for site in found.parts[0].by_site] == [
        ("A", 2, 2),
        ("C", 1, 1),
    ]


def test_an_interview_with_two_groups_and_a_person_in_two_interviews_count_once_in_all(small):
    total = overview(small().speakers, small().interviews, small().groups).total
    assert (total.interviews, total.group, total.single, total.sites, total.informants) == (5, 3, 2, 3, 7)


def test_transcripts_without_anybody_of_a_group_come_last():
    interviews = [Interview("d", "D-01", kind="document"), Interview("o", "A-01", kind="chat")]
    found = overview([Speaker("x", "", "o", "")], interviews, {"volunteer": "Frivillige"})
    assert [(part.whole.id, part.whole.interviews, part.whole.informants) for part in found.parts] == [
        ("volunteer", 0, 0),
        ("", 2, 1),
    ]
    assert (found.total.document, found.total.other) == (1, 1)
    assert [held.name for held in found.transcripts] == ["A-01", "D-01"]
