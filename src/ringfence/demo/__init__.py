"""Writes a synthetic case with the true formats and quirks of real exports: for ``make demo``, tests and benchmarks.

One year of a borrower's phone up to 2026-11-16: two overlapping SMS backups, the call log, the address book, the carrier's list of
the last six months, and statements by six people. Two lenders: L1, a consumer finance company that lets the agency A1 collect,
and L2, a microloan company. Everybody and every number is made up. Ordinary life and lawful collection fill the year; into it are
planted the wrongs below, and beside them what only looks like one. The story is ``data/story.yaml``; a test holds this table to it.

Planted (rule, lender, count in the rule's own unit, what happened):

* CN-3P-001 L1 x2 (2026-02-27 .. 2026-03-25): 要求母亲代还
* CN-3P-001 L2 x3 (2026-03-07 .. 2026-03-12): 要求前房东、单位、钢琴老师还款
* CN-3P-002 L1 x5 (2026-02-27 .. 2026-06-15): 前一天本人接了电话
* CN-3P-002 L2 x5 (2026-03-03 .. 2026-03-13): 每次之前三天内本人都接过电话（含13日的群发）
* CN-3P-003 L1 x1 (2026-02-27): 向母亲说出欠款金额
* CN-3P-003 L2 x2 (2026-03-03 .. 2026-03-07): 说出欠款金额
* CN-3P-004 L1 x1 (2026-06-15): 明确拒绝后再次联系
* CN-3P-005 L2 x3 (2026-03-03 .. 2026-03-13): 三位都没有预留过（13日的群发也到了其中一位）
* CN-3P-006 L2 x3 (2026-03-03 .. 2026-03-13): 十一天内三位未预留联系人
* CN-3P-007 L2 x1 (2026-03-13): 五十六人的群里公开姓名、照片和欠款
* CN-3P-008 L2 x1 (2026-03-20): 向前房东发贷款广告短信
* CN-3P-009 L2 x1 (2026-03-10): 打给单位人事
* CN-COL-001 L1 x5 (2025-12-22 .. 2026-09-14): 22:47来电未接；06:55来电；23:15催收短信；22:21来电（只有运营商清单有）；22:30打给母亲
* CN-COL-001 L2 x1 (2026-03-08): 22:05来电
* CN-COL-002 L1 x1 (2026-03-25): 22:30打给母亲
* CN-COL-004 L1 x2 (2026-03-18 .. 2026-07-09): 3月18日四次（两家合计）、7月9日五次有效通话
* CN-COL-005 L1 x1 (2026-04-14): 一天七次未接
* CN-COL-006 L1 x11 (2026-08-03 .. 2026-08-08): 六天十一个号码
* CN-COL-007 L1 x1 (2026-05-20): 15:00–15:57五次呼叫
* CN-COL-007 L2 x1 (2025-12-16): 14:00–14:40连续六次呼叫同一号码
* CN-COL-008 L1 x1 (2026-05-28): 外访只有一人
* CN-COL-009 L1 x1 (2026-05-28): 未经同意进入住宅
* CN-CON-001 L2 x1 (2026-01-14): 短信威胁带人上门、断手脚
* CN-CON-002 L1 x3 (2025-12-20 .. 2025-12-30): 三条辱骂短信
* CN-CON-002 L2 x2 (2026-04-08 .. 2026-10-20): 两条辱骂短信
* CN-CON-003 L1 x3 (2025-12-20 .. 2025-12-30): 十一天内三条辱骂短信
* CN-CON-004 L1 x1 (2026-02-19): 催收员用自己的号码自称公安局经侦民警
* CN-CON-005 L2 x1 (2026-04-22): 伪造的刑事立案通知书
* CN-CON-006 L2 x1 (2026-07-07): 以前自称柯舟渡小贷催收员的号码，现自称律师
* CN-CON-007 L2 x1 (2026-05-06): 虚构子女上学、家人政审受影响
* CN-CON-008 L1 x1 (2026-06-02): 劝从别的平台借钱来还
* CN-CON-009 L1 x2 (2026-06-23 .. 2026-08-26): 要求转到催收员个人支付账户；另收催收服务费
* CN-CON-010 L1 x1 (2026-04-29): 35秒的电话里始终不肯说是哪家公司
* CN-CON-011 L1 x3 (2026-02-19 .. 2026-07-15): 催收员用私人手机号发催收短信
* CN-CON-012 L1 x1: 已委托衡泊信管催收，没有告知

Near misses (rule that must not be found, lender, day):

* CN-COL-001 L1 2025-12-03: 到期前22:30的还款日提醒，不是催收
* CN-COL-007 L1 2025-12-17: 五次呼叫跨61分钟，任何60分钟内只有四次
* CN-CON-003 L2 2026-10-20: 一次威胁、两次辱骂，但任何180天内不足三次
* CN-COL-005 L1 2026-01-20: 七次未接，但每日六次的自律规则2026-01-30才有
* CN-CON-007 L1 2026-01-26: 如实告知将依法报送征信，不是虚构后果
* CN-CON-005 L1 2026-03-02: 告知可能依法起诉，没有附任何文书
* CN-3P-002 L1 2026-02-05: 此前三天共九次未接，且只请转告回电
* CN-3P-001 L1 2026-02-05: 没有要求母亲还款，也没有说欠款
* CN-COL-001 L1 2026-02-12: 21:59:30来电
* CN-COL-001 L1 2026-02-13: 08:00:00来电
* CN-COL-001 L1 2026-07-20: 21:59:40来电，运营商时间21:59:47
* CN-COL-001 L1 2026-07-21: 08:00:00来电，运营商时间08:00:07
* CN-COL-001 L1 2026-05-03: 23:40的入账通知不是催收
* CN-COL-001 - 2026-04-02: 凌晨打错的电话，与放贷方无关
* CN-CON-010 L2 2026-03-03: 不肯说是哪家公司，但要求表明身份的自律规则不适用于小贷公司
* CN-COL-004 L1 2026-03-19: 两家合计恰好三次，另一次3秒挂断
* CN-COL-005 L1 2026-04-15: 恰好六次未接
* CN-COL-005 L2 2026-04-21: 七次未接，但该自律规则不适用于小贷公司
* CN-3P-002 L1 2026-06-09: 此前三天共九次未接，只请转告
* CN-COL-008 L1 2026-06-10: 两人上门，没有进屋
* CN-CON-009 L1 2026-06-24: 官方提醒切勿转入个人账户
* CN-CON-011 L1 2025-12-30: 私人手机号催收，但自律规则尚未发布
* CN-COL-006 L2 2026-08-23: 七天九个号码，不到十个
* CN-CON-001 - 2026-05-15: 朋友开玩笑说要打断腿
* CN-CON-001 - 2026-05-18: 反诈提醒引用威胁话术
* CN-CON-005 - 2026-05-18: 反诈提醒引用传票、律师函
* CN-CON-002 - 2026-03-16: 朋友转述催收员的话，骂的不是借款人
"""

from ringfence.demo.demo_case import Contents, DemoCase, NearMiss, Planted
from ringfence.demo.errors import DemoSizeError
from ringfence.demo.write import write_demo

__all__ = ["Contents", "DemoCase", "DemoSizeError", "NearMiss", "Planted", "write_demo"]
