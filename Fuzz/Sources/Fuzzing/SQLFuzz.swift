import ClaimsStore

/// Random text as a query over a small table: an answer or an error, and parsing undoes rendering.
enum SQLFuzz: FuzzTarget {
  static let database = ClaimsDatabase(claims: sampleTable())

  static func test(_ input: [UInt8]) {
    guard let sql = String(validating: input, as: UTF8.self) else { return }
    do {
      let query = try ClaimsQuery(sql)
      do {
        let again = try ClaimsQuery(query.sql)
        // Positions differ, so texts are compared; rendering must have reached its end.
        guard again.sql == query.sql else {
          fatalError("\(query.sql)\nis read as\n\(again.sql)")
        }
      } catch {
        fatalError("\(query.sql)\nis not read: \(error)")
      }
      _ = try SQLFuzz.database.query(query)
    } catch is ClaimsQueryError {
    } catch {
      fatalError("\(error)")
    }
  }

  static func seeds() -> [[UInt8]] {
    [
      "SELECT count(*), sum(copay), avg(price) FROM claims WHERE status = 'paid' AND copay > 5",
      "SELECT status, count(*) AS n FROM claims GROUP BY 1 HAVING count(*) > 1 ORDER BY n DESC",
      "SELECT month(ts) AS m, sum(plan_paid) FILTER (WHERE state = 'TX') FROM claims GROUP BY m",
      "SELECT a.ndc, b.status FROM claims a JOIN claims b ON a.member_id = b.member_id LIMIT 5",
      "SELECT a.ndc FROM claims a LEFT JOIN claims b ON a.claim_id = b.claim_id OFFSET 1",
      "WITH x AS (SELECT ndc, row_number() OVER (PARTITION BY member_id ORDER BY ts) AS r "
        + "FROM claims) SELECT * FROM x WHERE r = 1 ORDER BY ndc NULLS LAST",
      "SELECT lag(ts) OVER w, sum(copay) OVER w FROM claims WINDOW w AS (ORDER BY ts)",
      "SELECT CASE status WHEN 'paid' THEN 1 ELSE copay % 7 END, NOT pa_flag FROM claims",
      "SELECT CAST(price AS INTEGER), CAST(ts AS DATE), date_trunc('week', ts) FROM claims",
      "SELECT date_diff('day', DATE '2026-01-01', seen), seen + INTERVAL 3 DAY FROM claims",
      "SELECT DISTINCT coalesce(note, 'x') || state FROM claims WHERE note LIKE 'h_l%' ESCAPE '!'",
      "SELECT count(DISTINCT ndc), quantile_disc(copay, 0.5), median(copay) FROM claims",
      "SELECT * FROM claims WHERE copay IN (1, NULL, -5) OR price BETWEEN -1 AND 2.5e0",
      "SELECT 9223372036854775807 + 1, 1/0, -(-2147483648), 1e308 * 10, 0.1 + 0.2",
      "SELECT substr(note, 2, 1), length(note), lower(state), round(price, 1) FROM claims",
    ].map { Array($0.utf8) }
  }
}
