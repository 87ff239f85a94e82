import Testing

@testable import ClaimsStore

/// One truth two ways: from stored codes, and from values, as rows of `WITH` are answered.
@Suite("Scans of codes agree with values")
struct ScanAgreementTests {
  /// Queries over `t`; claims of two blocks, with nulls.
  static let queries = [
    "SELECT count(*), count(reject_code), sum(plan_paid), avg(copay), min(ts), max(ndc) FROM t",
    "SELECT status, channel, count(*), sum(plan_paid), min(copay), max(copay) FROM t GROUP BY 1, 2",
    "SELECT month(ts), reject_code, count(*), sum(quantity), avg(days_supply) FROM t GROUP BY 1, 2",
    "SELECT (isodow(ts) - 1) * 24 + hour(ts) AS h, count(*) FROM t WHERE status = 'rejected' GROUP BY 1",
    "SELECT date_trunc('week', ts), count(DISTINCT member_id) FROM t GROUP BY 1",
    "SELECT CASE WHEN copay > 1000 THEN 'high' WHEN copay > 0 THEN 'low' END AS c, count(*) FROM t GROUP BY c",
    "SELECT state, count(*) FILTER (WHERE status = 'rejected'), sum(copay) FILTER (WHERE pa_flag) FROM t GROUP BY 1",
    "SELECT reject_code IS NULL AS r, count(*), count(DISTINCT ndc) FROM t GROUP BY 1",
    "SELECT drug_class, quantile_disc(plan_paid, 0.25), quantile_disc(plan_paid, 0.99), median(copay) FROM t GROUP BY 1",
    "SELECT quantile_cont(plan_paid, 0.9), quantile_disc(reject_code, 0.5), median(days_supply) FROM t WHERE status = 'paid'",
    "SELECT sum(CASE WHEN status = 'rejected' THEN 1 ELSE 0 END), sum(CAST(pa_flag AS INTEGER)) FROM t",
    "SELECT count(*), sum(copay) FROM t WHERE NOT (reject_code = '75' OR copay > 500)",
    "SELECT count(*) FROM t WHERE reject_code IN ('70', '75', '76', '79', '88', 'MR') AND NOT pa_flag",
    "SELECT count(*) FROM t WHERE reject_code NOT IN ('70', '75')",
    "SELECT count(*) FROM t WHERE ndc LIKE '%7%1%' AND year(ts) = 2025 AND hour(ts) BETWEEN 8 AND 11",
    "SELECT count(*), sum(copay) FROM t WHERE copay > 10 AND state = 'TX' AND copay <= 900 AND copay >= 20",
    "SELECT count(*) FROM t WHERE NOT (copay > 10 AND copay < 5) AND NOT (copay > 100 AND copay < 500)",
    "SELECT count(*), min(plan_paid) FROM t WHERE plan_paid NOT BETWEEN 100 AND 5000 AND copay <> 0",
    "SELECT count(*) FROM t WHERE coalesce(reject_code, 'none') = 'none' AND copay * 2 > plan_paid",
    "SELECT member_id, count(*), sum(plan_paid), max(ts) FROM t WHERE status = 'paid' GROUP BY 1",
    "SELECT member_id, ndc, state, plan_id, count(*), sum(copay), min(reject_code) FROM t GROUP BY 1, 2, 3, 4",
    "SELECT claim_id, reject_code, count(*), sum(quantity), count(reject_code) FROM t WHERE copay > 0 GROUP BY 1, 2",
    "SELECT claim_id % 1009 AS k, count(*), sum(copay) FROM t GROUP BY 1",
    "SELECT DISTINCT status, reject_code FROM t",
    "SELECT n, count(*) FROM (SELECT member_id, count(*) AS n FROM t GROUP BY 1) GROUP BY n HAVING count(*) > 3",
    "SELECT claim_id, plan_paid FROM t ORDER BY plan_paid DESC, claim_id LIMIT 7 OFFSET 3",
    "SELECT claim_id, reject_code FROM t ORDER BY reject_code NULLS FIRST, ts DESC, claim_id LIMIT 9",
    "SELECT claim_id, copay FROM t WHERE status = 'paid' ORDER BY copay, claim_id DESC LIMIT 100000",
    "SELECT claim_id, lag(copay) OVER w, lead(reject_code, 2) OVER w, row_number() OVER w FROM t WHERE status <> 'reversed' WINDOW w AS (PARTITION BY member_id, ndc ORDER BY ts DESC, claim_id)",
    "SELECT claim_id, lag(ts, 3) OVER (PARTITION BY state ORDER BY reject_code NULLS FIRST, claim_id) FROM t",
    "SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY member_id ORDER BY ts, claim_id) AS r FROM t) WHERE r = 2",
    "SELECT d.payer, count(*), sum(t.copay) FROM t JOIN (SELECT client_id, max(payer_id) AS payer FROM t WHERE client_id < 20 GROUP BY 1) AS d ON t.client_id = d.client_id GROUP BY 1",
    "SELECT d.first, count(*) FROM t LEFT JOIN (SELECT state, min(drug_class) AS first FROM t WHERE state > 'M' GROUP BY 1) AS d ON t.state = d.state GROUP BY 1",
    "SELECT sum(copay + plan_paid), min(ingredient_cost - copay), stddev(copay) FROM t GROUP BY channel",
  ]

  @Test("Every query has the answer that values give, on any number of threads", arguments: queries)
  func agrees(sql: String) throws {
    let database = ClaimsDatabase(claims: try Synthetic.large.get())
    let codes = sql.replacing(" t ", with: " claims AS t ").replacing(" t)", with: " claims AS t)")
    func rows(_ sql: String, threads: Int) throws -> [String] {
      let isOrdered = sql.contains("LIMIT")
      let rows = try database.query(sql, threads: threads).rows.map { row in
        row.map { value in
          // The last digits of a mean of doubles depend on the order.
          if case .double(let real) = value { "\(Float(real))" } else { value.text }
        }.joined(separator: "|")
      }
      return isOrdered ? rows : rows.sorted()
    }
    let spaced = (codes + " ").hasSuffix(" t ") ? String(codes.dropLast(2)) + " claims AS t" : codes
    let expected = try rows("WITH t AS (SELECT * FROM claims) " + sql, threads: 1)
    #expect(!expected.isEmpty)
    #expect(try rows(spaced, threads: 1) == expected)
    #expect(try rows(spaced, threads: 3) == expected)
  }
}
