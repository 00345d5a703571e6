import type { StatusCategory } from "../facts.ts";
import { foldText } from "../text/read-words.ts";
import { anyOf, holds } from "./match-words.ts";

/**
 * What a value can be called without its name, in any of the languages: "schließ es" where the status is Closed,
 * "prioridade alta" where it is High. The same list is tried on the person's words and on the value's name.
 */
const DROPPED = anyOf(
  "won't, wont, reject*, cancel*, drop, dropped, declin*, discard*, abandon*, invalid, cut, verwerf*, verworf*, ablehn*, abgelehnt*, stornier*, abbrech*, abgebroch*, rejet*, refus*, annul*, rechaz*, anul*, descart*, rejeit*, recus*, 却下, キャンセル, 中止, 破棄, 取り下げ, 拒绝, 取消, 放弃, отклон*, отмен*, iptal, reddet*, 취소, 거절, إلغاء, रद्द, annull*, rifiut*, afgewez*, odrzuc*",
);
const DONE = anyOf(
  "done, close, closed, closes, closing, resolve*, complete*, finish*, fixed, shipped, wrap up, erledigt, erledigen, fertig*, schließ*, schliess*, geschlossen, abschließ*, abschliess*, abgeschlossen, gelöst, zu machen, mach zu, zumachen, ferme*, fermer, clos, clore, clôtur*, termin*, fini*, résolu*, résoudre, cerr*, cierr*, ciérr*, resuel*, resolv*, hecho, hecha, termin*, list*, complet*, fechar, fechad*, feche, fecha isso, fecha esse, fecha este, conclu*, encerr*, pronto, pronta, feito, 完了, クローズ, 閉じ, 解決, 終了, 完成, 关闭, 关掉, 解决, 结束, закры*, закро*, готов*, реш*, заверш*, kapat*, tamamla*, bitir*, 완료, 닫, 종료, أغلق, إغلاق, مغلق, बंद, पूरा, chiud*, chius*, completat*, sluit*, gesloten, afgerond, zamkn*, gotow*",
);
const STARTED = anyOf(
  "in progress, start*, begin*, begun, pick up, pick this up, working on, work on, doing, arbeit, beginn*, anfang*, begonnen, starte*, loslegen, commenc*, démarr*, en cours, empez*, empiez*, comenz*, comienz*, inici*, en curso, andamento, começ*, 進行中, 着手, 対応中, 開始, 开始, 进行中, 处理中, в работ*, работ*, начат*, начн*, başla*, devam, 진행, 시작, 착수, قيد التنفيذ, शुरू, iniziat*, in corso, bezig, w toku",
);
const OPENED = anyOf(
  "reopen*, re-open*, open, to do, todo, backlog, new, back, offen, wieder*, zurück*, öffne*, neu, rouvr*, réouvr*, ouvert*, à faire, reabr*, abiert*, abert*, pendiente*, a fazer, por hacer, 再オープン, 戻, 未着手, 未対応, 重新打开, 待办, 新建, переоткр*, открыт*, снова, yeniden, aç, 다시, 재오픈, إعادة فتح, riapr*, apert*, heropen*",
);
const REVIEWED = anyOf(
  "review*, prüf*, überprüf*, begutacht*, relecture, revue, relire, revis*, revisión, revisão, レビュー, 確認待ち, 审核, 评审, ревью, проверк*, incele*, 검토, リヴュー, revisione",
);
const TESTED = anyOf("test*, qa, getestet, テスト, 検証, 测试, 验证, тест*, 테스트, prueba*, teste*");
const HELD = anyOf(
  "pending, wait*, hold, on hold, parked, wart*, attente, esper*, aguard*, 保留, 待ち, 等待, ожидан*, bekle*, 대기",
);

const CONCEPTS = [DROPPED, DONE, STARTED, OPENED, REVIEWED, TESTED, HELD];

type Named = { name: string; category?: StatusCategory };

/** Whether some of a person's words (folded) stand for this status, though they do not name it. */
export function meansStatus(words: string, { name, category }: Named): boolean {
  const folded = foldText(name);
  if (holds(DROPPED, folded)) return holds(DROPPED, words);
  if (CONCEPTS.some((concept) => holds(concept, folded) && holds(concept, words))) return true;
  if (category === "done") return holds(DONE, words);
  return category === "new" && holds(OPENED, words);
}

const RANKS: readonly (readonly [number, RegExp])[] = [
  [
    1,
    anyOf(
      "highest, urgent*, blocker, p1, top, asap, höchste*, dringend*, maximal*, la plus haute, urgente*, máxim*, más alta, mais alta, 最高, 緊急, 至急, 紧急, 最优先, срочн*, наивысш*, acil, 긴급, 가장 높",
    ),
  ],
  [
    2,
    anyOf(
      "high, critical, important, p2, hoch, hohe, hoher, hohen, kritisch*, wichtig*, haut, haute, élevé*, critique, important*, alt, alta, alto, crític*, important*, 高, 重要, 高い, высок*, критич*, yüksek, 높, 높음, عالية, उच्च, alta, hoog, wysoki",
    ),
  ],
  [
    3,
    anyOf(
      "medium, normal, default, p3, major, mittel, mittlere*, moyen*, normale*, media, medio, média, médio, moderad*, 中, 普通, 通常, средн*, orta, 보통, 중간, متوسطة, मध्यम, gemiddeld, średni",
    ),
  ],
  [
    4,
    anyOf(
      "low, minor, p4, niedrig*, gering*, bas, basse, faible*, mineur*, baja, bajo, baixa, baixo, menor, 低, 低い, низк*, düşük, 낮, 낮음, منخفضة, निम्न, कम, bassa, laag, niski",
    ),
  ],
  [
    5,
    anyOf(
      "lowest, trivial*, p5, niedrigste*, unwichtig*, la plus basse, más baja, mais baixa, 最低, наименьш*, en düşük, 가장 낮",
    ),
  ],
];

/** Whether a person's words (folded) call for a priority of this name: both sit on the same rung. */
export function meansPriority(words: string, name: string): boolean {
  const folded = foldText(name);
  return RANKS.some(([, rung]) => holds(rung, folded) && holds(rung, words));
}

const TYPES = [
  anyOf(
    "bug*, fehler*, defekt*, defect*, bogue*, anomalie*, error*, fallo*, erro, erros, defeito*, バグ, 不具合, 缺陷, 错误, баг*, ошибк*, hata*, 버그, خطأ, बग",
  ),
  anyOf(
    "task*, aufgabe*, tâche*, tarea*, tarefa*, to-do*, タスク, 作業, 任务, задач*, görev*, 작업, مهمة, कार्य, compito",
  ),
  anyOf(
    "story, stories, user story, historia*, história*, récit*, ストーリー, 故事, истори*, hikaye*, 스토리",
  ),
  anyOf(
    "incident*, outage, störung*, vorfall*, panne*, inciden*, インシデント, 障害, 事件, 故障, инцидент*, olay*, 장애, breakdown",
  ),
  anyOf(
    "improvement*, enhancement*, verbesserung*, amélioration*, mejora*, melhoria*, 改善, 改进, улучшен*, iyileştirme*, 개선",
  ),
  anyOf(
    "request*, anfrage*, antrag*, demande*, solicitud*, solicitação, pedido*, 依頼, 请求, 申请, запрос*, talep*, 요청, طلب",
  ),
  anyOf("epic*, epos, épica*, épico*, エピック, 史诗, эпик*, 에픽"),
  anyOf("spike*, research, recherche*, investiga*, スパイク, 調査"),
];

/** Whether a person's words (folded) ask for an issue type of this name. */
export const meansType = (words: string, name: string): boolean =>
  TYPES.some((type) => holds(type, foldText(name)) && holds(type, words));
