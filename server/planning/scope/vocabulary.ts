import { anyOf } from "./match-words.ts";

/**
 * What people call the things they ask for, in the languages they ask in. The lists may be generous: a word too many
 * lets a step through only if its value is named as well, and a word too few makes us leave out what somebody wanted.
 */
export const COMMENT =
  "comment*, reply, replies, answer*, respond*, write*, tell, note, ask, thank*, let them know, summari*, sum up, translat*, kommentar*, kommentier*, antwort*, schreib*, sag, sage, frag, frage, zusammenfass*, fass, übersetz*, commentaire*, commente*, commenter, répon*, écri*, résum*, demande-lui, demande-leur, traduis*, traduc*, comentari*, coment*, respond*, contest*, escrib*, escrev*, dile, diles, diz, avisa*, resum*, traduz*, traduce*, pregunta*, pergunta*, コメント, 返信, 返事, 要約, 評論, 评论, 回复, 留言, 总结, 备注, коммент*, ответ*, напиши*, yorum*, 댓글, 코멘트, تعليق, टिप्पणी, commento, commenta*, rispond*, opmerking*, reageer*, reactie, odpowied*, komentarz*";
/** Where a text goes, so that "the description" beside it is where it comes from. */
export const IN_A_COMMENT =
  "comment*, reply, kommentar*, antwort, commentaire*, réponse, comentári*, comentari*, respuesta, resposta, コメント, 返信, 评论, 回复, 备注, коммент*, ответ*, yorum*, 댓글, 코멘트, تعليق, टिप्पणी, commento";
export const LINK =
  "link, links, linked, linking, relate*, duplicate*, dupe, dup, blocks, blocked, blocking, is blocked by, clone*, depends, verlink*, verknüpf*, duplikat*, dublette, blockiert, hängt zusammen, lier, lie, lié, relie*, relier, lien, doublon*, duplique*, bloque, bloqué, enlaz*, enlace*, vincul*, relacion*, duplicad*, duplica, bloquea, ligar, liga, ligue, relaciona*, bloqueia, リンク, 関連, 重複, ブロック, 链接, 关联, 重复, 阻塞, связ*, дубл*, блокир*, bağla*, 연결, 중복, ربط, collega*, koppel*, powiąż*";
export const CREATE =
  "create*, creating, open, opens, file, raise, new, log, add, make, need, turn, convert, split, anlegen, leg, lege, angelegt, erstell*, neu, neue, neuer, neues, neuen, mach, mache, machst*, aufmachen, eröffne*, umwandeln, crée, créer, créez, créé, ouvr*, nouveau, nouvelle, transforme*, crea, crear, cree, creamos, abre, abrir, abra, nuevo, nueva, necesito, convierte*, cria, criar, crie, novo, nova, preciso, transforma*, 作成, 登録, 起票, 作って, 追加, 新規, 创建, 新建, 建一个, созда*, заведи*, открой*, oluştur*, 생성, 만들, أنشئ, बनाओ, बनाएं, crea*, aanmak*, maak, utwórz";
export const ISSUE =
  "ticket*, issue*, work item*, vorgang, vorgänge, tickets, demande, anomalie, incidencia*, chamado*, card, チケット, 課題, 件, 工单, 任务单, тикет*, задач*, kayıt, 티켓, 이슈";
export const ASSIGN =
  "assign*, reassign*, owner, owns, own, hand, give, gives, pass, passes, take, takes, taking, look at, look into, handle, handles, picks, responsible, does, do it, fix it, yours, on it, belongs, work is, zuweis*, zugewies*, weise, weis, gib, gebt, geben, gehen, übergib*, übergeb*, zuständig*, bearbeiter*, übernimm*, übernehm*, macht, mach, machen, kümmer*, verantwortlich*, attribu*, assigne*, donne*, confie*, responsable*, prend*, prends, occupe*, passe-le, asign*, asígn*, encarg*, lleve, lleva, dale, dáse*, dárse*, pásal*, pásase*, mire, atribu*, responsável, passa*, manda*, designa*, bota*, coloca*, fica, deixa, fech* com, pode, 割り当て, アサイン, 担当, 渡, 任せ, お願い, 分配, 指派, 负责人, 经办人, 交给, назнач*, ответствен*, исполнител*, передай*, ata, atama, sorumlu, 담당, 할당, 배정, أسند, عين, सौंप, assegna*, toewij*, przypis*";
/** Somebody who said or did something is not thereby somebody to give the issue to. */
export const REPORTED =
  "said, says, asked, asks, wrote, writes, reported, reports, called, rang, mentioned, thinks, told, confirmed, sagt*, schrieb*, meint*, fragt*, meldet*, gemeldet, anruf*, dit, écrit, demandé, signalé, pense, dijo, dice, escribió, preguntó, avisó, disse, falou, perguntou, avisou, によると, が言";

/** Field names as people say them, for Jira's own fields. Sites' own fields are known by their names. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  priority:
    "priority, prio, prios, importance, severity, priorität, dringlichkeit, priorité, prioridad, prioridade, importancia, 優先度, 優先順位, 优先级, приоритет*, öncelik*, 우선순위, 우선 순위, أولوية, الأولوية, प्राथमिकता, priorità, prioriteit, priorytet*",
  labels:
    "label, labels, labelled, labeled, tag, tags, tagged, stichwort*, schlagwort*, etikett*, étiquette*, libellé*, etiquet*, marcador*, rótulo*, ラベル, タグ, 标签, метк*, тег*, etiket*, 라벨, 레이블, وسم, लेबल, etichett*",
  components:
    "component*, komponente*, composant*, módulo*, コンポーネント, 组件, 模块, компонент*, bileşen*, 컴포넌트, مكون, घटक",
  fixVersions:
    "fix version*, fixversion*, target version*, target release, lösungsversion*, version corrigée, versión de corrección, versão de correção, 修正バージョン, 修复版本",
  versions:
    "affects version*, affected version*, betroffene version*, version affectée, versión afectada, 影響バージョン",
  duedate:
    "due, due date, deadline, needed by, needed on, needed, target date, fällig*, frist, termin, spätestens, muss bis, échéance*, date limite, date butoir, vencimiento, vence, venza, fecha límite, fecha de, plazo, prazo, vencimento, data de entrega, data limite, 期限, 締切, 締め切り, 期日, 截止, 到期, срок*, дедлайн, son tarih, 마감, 기한, موعد, समय सीमा, scadenza, vervaldatum, termin wykonania",
  summary:
    "summary, title, rename*, retitle*, call it, headline, titel, umbenenn*, benenn*, betreff, zusammenfassung, titre*, renomme*, intitulé, título, titul*, renombra*, renomei*, 件名, タイトル, 要約, 标题, заголов*, başlık, 제목, عنوان, शीर्षक, titolo, rinomina*",
  description:
    "description, describe, beschreibung*, beschreib*, décri*, descripción, describ*, descrição, descrev*, 説明, 概要, 描述, описан*, açıklama, 설명, وصف, विवरण, descrizione, omschrijving",
  issuetype: "type, issue type, typ, vorgangstyp, type de demande, tipo, 種別, タイプ, 类型, тип*, tür",
};
export const STATUS =
  "status, state, transition*, move, moves, zustand, verschieb*, schieb*, statut, état, estado, estatus, ステータス, 状態, 状态, статус*, durum*, 상태, الحالة, स्थिति, stato";

export const REMOVES =
  "remove*, clear*, delete, drop, take off, empty, unset, without, no longer, strip, entfern*, lösch*, leer*, weg, streich*, raus, ohne, retire*, enlève*, supprim*, vide*, sans, quita*, borra*, elimina*, vacía*, saca, sin, tira, tirar, remov*, apag*, limp*, sem, 外し, 外す, 削除, 消し, クリア, 去掉, 删除, 移除, 清空, убери*, удал*, очист*, kaldır*, sil, 제거, 삭제, أزل, हटा, rimuovi*, togli, verwijder*, usuń";
export const REPLACES =
  "set, change, replace, only, just, instead, all, setz*, änder*, ersetz*, nur, statt, alle, mets, mettre, change*, remplac*, seulement, toutes, tous, pon, poner, ponlo, cambia*, reemplaz*, sustitu*, solo, todos, todas, muda*, troca*, substitu*, somente, apenas, 変更, だけ, のみ, すべて, 全部, 改为, 改成, 只, замен*, измен*, только, все, değiştir, 변경, 바꿔";
export const NOBODY =
  "unassign*, nobody, no one, no-one, none, no assignee, niemand*, keiner, kein bearbeiter, zuweisung entfern*, personne, désassign*, désattribu*, sans responsable, nadie, desasign*, sin asignar, sin responsable, ninguém, desatribu*, sem responsável, nenhum, 未割り当て, 担当者なし, 担当を外, 取消分配, 无人, снять исполнителя, никто*, никому, kimse*, 미할당";
export const ME =
  "me, myself, mine, i, i'll, mir, mich, ich, moi, je, me l', mí, yo, mio, mim, eu, 私, わたし, 自分, 僕, 俺, 我, мне, меня, я, bana, ben, 나, 저, 제가, لي, मुझे";
export const REPORTER =
  "reporter, whoever reported, who reported, creator, melder*, ersteller*, autor, rapporteur, créateur, informador, creador, relator, criador, 報告者, 作成者, 报告人, автор*, 보고자";
/** The choice is left to us: then Jira's own facts may make it. */
export const DELEGATES =
  "triage*, suggest*, recommend*, propose*, proposal*, sort, classif*, categor*, figure out, best fit, appropriate, suitable, right person, somebody, someone, anyone, whoever, who should, who could, find a, find an, fill in, best guess, what do you think, as you see fit, einsortier*, sortier*, vorschlag*, vorschläge, schlag*, passend*, geeignet*, jemand*, wer könnte, trie*, trier, classe*, propos*, sugg*, conseil*, quelqu'un, approprié*, sugier*, sugerir, clasific*, propon*, alguien, adecuad*, sugere, sugira, sugest*, alguém, adequad*, トリアージ, 提案, 分類, おすすめ, 誰か, 適切, 分类, 建议, 推荐, 合适, предлож*, кого-нибудь, подходящ*, öner*, 추천, 제안, اقترح, सुझाव";
/** The text itself is to be taken from what is there. */
export const DERIVES =
  "summari*, sum up, quote*, translat*, copy, repeat, recap*, rephras*, rewrite*, shorten*, digest, tl;dr, turn, convert, extract*, clean up, based on, zusammenfass*, fass, zitier*, übersetz*, kopier*, wiederhol*, umformulier*, kürz*, umwandel*, anhand, résum*, cite*, tradui*, copie*, reformul*, raccourci*, transforme*, synthè*, resum*, cita*, traduc*, traduz*, copia*, repite*, reformul*, acort*, conviert*, convert*, encurt*, transforma*, 要約, 引用, 翻訳, 訳し, まとめ, コピー, 短く, にして起票, 总结, 摘要, 引用, 翻译, 缩短, резюм*, обобщ*, перевед*, процитир*, сократ*, özetle*, çevir*, 요약, 번역, لخص, ترجم, सारांश, अनुवाद, riassum*, traduci*, samenvat*, vertaal*, streść, przetłumacz*";

/** Word for word, that is. */
export const QUOTES =
  "quote*, copy, verbatim, translat*, zitier*, kopier*, wörtlich, übersetz*, cite*, copie*, tradui*, cita*, copia*, traduc*, traduz*, 引用, コピー, 翻訳, 翻译, 复制, процитир*, скопир*, перевед*, 인용, 번역";

const DAYS =
  "today, tonight, tomorrow, day after, week, weekend, month, quarter, end of, eod, eow, eom, mon, tue, wed, thu, fri, monday*, tuesday*, wednesday*, thursday*, friday*, saturday*, sunday*, heute, morgen, übermorgen, woche*, monat*, montag*, dienstag*, mittwoch*, donnerstag*, freitag*, samstag*, sonntag*, aujourd'hui, demain, après-demain, semaine*, mois, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, hoy, mañana, semana*, mes, lunes, martes, miércoles, jueves, viernes, sábado, domingo, hoje, amanhã, segunda*, terça*, quarta*, quinta*, sexta*, сегодня, завтра, недел*, месяц*, понедельник*, вторник*, сред*, четверг*, пятниц*, суббот*, воскресень*, 今日, 明日, 明後日, 今天, 明天, 后天, 来週, 今週, 月末, 来月, 下周, 本周, 星期, 曜, 周一, 周二, 周三, 周四, 周五, 周六, 周日, bugün, yarın, hafta*, 오늘, 내일, 다음 주, 주말, اليوم, غدا, आज, कल, oggi, domani, settimana, vandaag, morgen, dziś, jutro";
const MONTHS =
  "january, february, march, april, may, june, july, august, september, october, november, december, januar, jänner, februar, märz, mai, juni, juli, oktober, dezember, janvier, février, mars, avril, juin, juillet, août, septembre, octobre, novembre, décembre, enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, janeiro, fevereiro, março, maio, junho, julho, setembro, outubro, novembro, dezembro";
/** Words for days: a date that a person means without its number. */
export const DATE = anyOf(`${DAYS}, ${MONTHS}`);

export const KIND_WORDS = {
  comment: anyOf(COMMENT),
  link: anyOf(LINK),
  create: anyOf(CREATE),
  issue: anyOf(ISSUE),
  assign: anyOf(ASSIGN),
  reported: anyOf(REPORTED),
  removes: anyOf(REMOVES),
  replaces: anyOf(REPLACES),
  nobody: anyOf(NOBODY),
  me: anyOf(ME),
  reporter: anyOf(REPORTER),
  delegates: anyOf(DELEGATES),
  derives: anyOf(DERIVES),
  quotes: anyOf(QUOTES),
  inAComment: anyOf(IN_A_COMMENT),
  status: anyOf(STATUS),
} as const;
