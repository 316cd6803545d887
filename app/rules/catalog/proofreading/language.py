"""Messages in another language than English."""

from collections.abc import Iterator

from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

RULE = Rule(
    id="language",
    kind="code",
    group="proofreading",
    severity="suggestion",
    repair="rewrite",
    needs="text",
    languages="any",
    statement="Know that only English is judged for its wording.",
    why="The rules about words know English. In another language only lengths, marks and what you tell us are judged.",
    message="This doesn't seem to be English: its wording isn't judged, only length, marks and what you told us.",
    sources=("001",),
    bad=(
        Example(
            text="Sehr geehrte Frau Keller, ich habe Ihren Vortrag in Bonn gehört und würde gern mit Ihnen sprechen."
        ),
        Example(
            text="Bonjour Madame, je travaille sur les sols argileux près de Lyon et votre article m'a beaucoup aidé."
        ),
        Example(text="Hola Inés, soy enfermera en Cork y me mudo a Oporto en mayo. ¿Podría hacerle dos preguntas?"),
        Example(text="Hallo Tom, ik zag je bericht over de ploegendienst en wil graag weten of het ook voor mij kan."),
        Example(
            text="Hej Åsa, tack för ett fint föredrag i Lund. Jag arbetar med lavar och skulle vilja fråga om metoden."
        ),
        Example(text="Caro Marco, ho letto il tuo articolo sulle reti tranviarie e vorrei farti un paio di domande."),
        Example(text="Merhaba Ayşe Hanım, profilinizi inceledim ve çalışmalarınız hakkında sizinle görüşmek isterim."),
        Example(text="Добрый день, Ольга! Я прочитал вашу статью о лишайниках и хотел бы задать два вопроса."),
        Example(text="您好，我对贵公司的职位很感兴趣，希望能了解更多信息。谢谢您的时间。"),
    ),
    good=(
        Example(text="Hi Maya, I heard your talk on soil sensors in Gent. Could I ask you two questions about clay?"),
        Example(text="Bonjour Tom! I saw your post about the ward in Porto and would like to hear more. Merci, Ana"),
        Example(text="Danke, Maya!"),
        Example(text="hey Ingrid!! u gave that talk on moss, gonna read ur thesis, wanna connect?? lol"),
        Example(
            text="Dear Ms van der Berg, the archive of Cádiz told me about your letters. May I see the one of 1743?"
        ),
        Example(text="Hej Åsa, tack! I work on lichens in Lund as well. Would you have time for a coffee next week?"),
        Example(
            text="Agenda:\n- Sensors: 10:00\n- Clay plots: 11:00\n- Lunch with the team: 12:00\n- Your questions: 13:00"
        ),
        Example(
            text="Hi Sofía de la Cruz, el Museo de la Ciudad is on my list; is there a day when you show the trams?"
        ),
        Example(text="我爱 trams: would you like to see the new line with me on Saturday, and bring your maps?"),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit about the whole message where it isn't English."""
    if not reading.english:
        yield Hit()
