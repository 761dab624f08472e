"""Given names of many origins, so that a name is known at the beginning of a sentence, in small letters, and in German.

No list is whole: what is not in it is found by where it stands (`redaction`).
"""

from __future__ import annotations

import re

GIVEN = frozenset(
    re.findall(
        r"\S+",
        """
    aaron abdul abdullah abel abigail adam adriana agnieszka ahmed aicha aïcha aisha aiko akira alain alan
    albert alejandra alejandro aleksandra alessandro alex alexander alexandra alexis alfred ali alice alina amal
    amanda amara amélie amelia amina amir amit amy ana ananya anastasia anders andrea andreas andrei andrew
    andrzej angela anil anita anja anjali anna anne annette annika anouk anthony antje antoine anton antonio
    arjun arnaud arthur arturo ashley astrid aurélie axel ayesha aylin ayşe barbara bartosz beata beatriz ben
    benjamin bernd bettina birgit björn bogdan boris brian brigitte bruno camille carla carlos carmen carol
    caroline catherine cecilia céline charles charlotte chen chidi chiara chinedu chloe chloé chris christian
    christina christine christoph christopher claire clara claude claudia clément connor cristina daiki damien
    daniel daniela danielle dariusz david deborah deepak deepika denis diana diego dieter dimitri dmitri dominik
    dominique donna doris dorota dylan edith eduardo edward ekaterina elena eleni elif elisabeth elizabeth ella
    emeka emil emilia émilie emily emma emmanuel enrico enrique eric erika ernesto esra esteban esther ethan eva
    evelyn ewa fabian fabienne fabio farah fatima fatma felipe felix fernando fiona florence florian francesca
    francesco francisco françois françoise frederik gabriel gabriela gareth gary george georg gerd gerhard
    gilles giorgio giovanni giulia giuseppe gonzalo grace greg gregor grzegorz guadalupe guido guillaume gunnar
    günter gustavo hakan hamza hannah hannes hans haruki hassan heather heike heinz helena helene helga henri
    henrik henry hiroshi holger hugo hussein iain ian ibrahim ignacio igor ilse imran inés inga ingrid iñaki
    irene irina isabel isabelle isaac ivan ivana jack jacek jacob jacques jakob jakub james jamie jan jana jane
    janet jannik jasmin jason javier jean jeanne jeff jennifer jens jerome jesús jessica jian joachim joan
    joanna joão johanna johannes john jonas jonathan jörg jorge josé josef joseph josh joshua juan judith julia
    julian julie juliette jürgen justine kai kamal karen karim karin karl karolina katarzyna kate katharina
    kathrin katja kavita keiko keith kelly kemal kenji kenneth kevin kévin khadija khalid kim kirsten klaus kofi
    krishna kristin krzysztof kumar kurt kwabena kwame laila lars laura laurence laurent layla léa leila lena
    leon leonardo leonie leslie leticia liam lina linda lisa lorena lorenzo louis louise luca lucas lucía lucie
    luis luisa luke łukasz maciej magda magdalena mahmoud malik mandy manfred manon manuel manuela marc marcel
    marcin marco marcos marek margaret margarita maria maría marian marianne marie mariana marina mario marion
    mark marta martha martin martina mary maryam mateusz mathieu mathilde matteo matthew matthias maurice max
    maxime maya megan mehmet mei meike melanie mercedes merve michael michał michel michele michelle miguel miki
    mike milan milena mina miriam mirko mohamed mohammad mohammed monica monika monique moritz muhammad murat
    mustafa nadia nadine naoko natalia natalie natasha nathalie nathan neha nicholas nicola nicolas nicole
    niklas nikolai nils nina noah noémie nora norbert nuria océane olaf oleg olga oliver olivia olivier olu
    oluwaseun omar oscar øystein pablo pamela paola paolo pascal patricia patrick paul paula paulina pauline
    pavel pawel paweł pedro peter petra petr philip philipp philippe pierre piotr priya rachel rafael rahul
    rainer raj rajesh ralf ramón raquel rashid raúl ravi rebecca renate ricardo richard rita robert roberto
    rodrigo roger rohan roland roman rosa rosalie rose roxana ruth ryan sabine sabrina said sakura salma sam
    samantha samir samuel sandra sanjay sara sarah sascha satoshi scott sean sebastian sébastien selim selin
    serge sergei sergio shanti sharon shreya silke silvia simon simone siobhán sofía sofia sonja sophie stacy
    stanislav stefan stefanie stephan stéphane stephanie stephen steve steven stuart sue suleiman sunita susan
    susana susanne suzanne sven svetlana sylvie takeshi tamara tanja tanya tatiana teresa thabo theo theresa
    thierry thomas thorsten tim timo tina tobias tom tomás tomasz tomoko torsten tracy tran ulrich ulrike umar
    ursula uta uwe valentina valérie vanessa vera verena veronica véronique victor victoria vijay viktor vincent
    virginie viktoria vladimir wafa walter wanda wang wei wendy werner will william wojciech wolfgang xavier
    xiao ximena xóchitl yael yan yannick yasmin yuki yuko yusuf yves yvonne zahra zainab zanele zeynep zoe zofia
    zuzana
        """,
    )
)
WORDS_TOO = frozenset(
    re.findall(
        r"\S+",
        """
    ali ben carol chen claire doris elif grace jan jean joy kai kelly kim lea lina linda mark martin mercedes
    marina mike mina monique noah olga olivier page pierre roman rosa rose said sam sara sue tim tran victoria will wei wang
        """,
    )
)
"""Of these, those that are also words: in small letters, or where a sentence begins with one, they are no name by themselves."""
