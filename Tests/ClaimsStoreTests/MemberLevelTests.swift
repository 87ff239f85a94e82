import Foundation
import Testing

@testable import ClaimsStore

@Suite("Member level")
struct MemberLevelTests {
  /// Claims with an extra column that holds a token of a patient.
  private func database() throws -> ClaimsDatabase {
    let workspace = try Workspace()
    let text = """
      claim_id,ts,member_id,ndc,copay,status,channel,client_id,patient_token
      1,2026-01-31 08:00:00,1,00071,500,paid,mail,1,aa
      2,2026-02-01 09:30:00,1,00071,0,rejected,mail,1,aa
      3,2026-02-28 23:59:59,2,00072,700,paid,retail,2,bb
      """
    var database = ClaimsDatabase(claims: try workspace.claims(text).table)
    database.tables["clients"] = try ClaimsTable.dimension(
      contentsOf: try workspace.write("client_id,name\n1,Acme\n2,Beta\n", as: "clients.csv"))
    database.tables["members"] = try ClaimsTable.dimension(
      contentsOf: try workspace.write("member_id,zip\n1,07001\n2,10001\n", as: "members.csv"))
    return database
  }

  @Test(
    "Totals, groups and distributions over members are fine",
    arguments: [
      "SELECT count(*), sum(copay), count(DISTINCT member_id), min(ts), max(ts) FROM claims",
      "SELECT status, count(DISTINCT member_id) FROM claims GROUP BY 1 HAVING count(DISTINCT claim_id) > 0",
      "SELECT CAST(ts AS DATE), hour(ts), date_trunc('hour', ts), count(*) FROM claims GROUP BY ALL",
      "SELECT DISTINCT status, channel FROM claims ORDER BY ALL LIMIT 1",
      "SELECT fills, count(*), sum(paid) FROM (SELECT member_id, count(*) AS fills, sum(copay) AS paid FROM claims GROUP BY member_id) GROUP BY fills",
      "WITH m AS (SELECT member_id, min(copay) AS least FROM claims GROUP BY 1) SELECT quantile_disc(least, 0.5) FROM m",
      "SELECT ndc, sum(gap) FROM (SELECT ndc, epoch(ts) - lag(epoch(ts)) OVER (PARTITION BY member_id ORDER BY ts, claim_id) AS gap FROM claims) WHERE gap IS NOT NULL GROUP BY ndc",
      "SELECT rn, count(*) FROM (SELECT row_number() OVER (PARTITION BY member_id ORDER BY ts) AS rn FROM claims) WHERE rn <= 2 GROUP BY rn",
      "SELECT count(*) FROM claims WHERE member_id IS NOT NULL AND ts >= TIMESTAMP '2026-02-01'",
      "SELECT name, count(*) FROM claims JOIN clients USING (client_id) GROUP BY name ORDER BY name LIMIT 5",
      "SELECT zip, count(*) FROM claims JOIN members ON claims.member_id = members.member_id GROUP BY zip",
      "SELECT * FROM clients",
      "SELECT count(DISTINCT member_id || ndc) FROM claims",
      "SELECT status FROM (SELECT status, count(*) AS n FROM claims GROUP BY 1) ORDER BY n LIMIT 1",
      "SELECT 1 + 1",
    ])
  func allowed(sql: String) throws {
    _ = try database().answer(ClaimsQuery(sql), memberLevel: .refused)
  }

  @Test(
    "What shows or picks out single members or claims is refused, however it is written",
    arguments: [
      "SELECT * FROM claims",
      "SELECT copay FROM claims",
      "SELECT copay FROM claims LIMIT 1",
      "SELECT member_id, count(*) FROM claims GROUP BY member_id",
      "SELECT count(*) FROM claims GROUP BY member_id",
      "SELECT count(*) FROM claims GROUP BY member_id || ''",
      "SELECT count(*) FROM claims GROUP BY member_id + 0",
      "SELECT CAST(member_id AS VARCHAR) AS m, count(*) FROM claims GROUP BY m",
      "SELECT CASE WHEN member_id = 1 THEN 'a' ELSE 'b' END AS k, count(*) FROM claims GROUP BY k",
      "SELECT ts, count(*) FROM claims GROUP BY ts",
      "SELECT minute(ts), count(*) FROM claims GROUP BY 1",
      "SELECT epoch(ts), count(*) FROM claims GROUP BY 1",
      "SELECT DISTINCT member_id FROM claims",
      "SELECT DISTINCT ts FROM claims",
      "SELECT min(member_id) FROM claims",
      "SELECT sum(claim_id) FROM claims",
      "SELECT median(member_id) FROM claims",
      "SELECT ndc, max(claim_id) FROM claims GROUP BY ndc",
      "SELECT sum(copay) FROM claims WHERE member_id = 1",
      "SELECT sum(copay) FROM claims WHERE status = 'paid' AND member_id % 2 = 1",
      "SELECT sum(copay) FROM claims WHERE member_id IN (1, 2)",
      "SELECT sum(copay) FROM claims WHERE NOT (member_id <> 1)",
      "SELECT sum(copay) FROM claims WHERE member_id * 0 + 1 = member_id",
      "SELECT sum(copay) FILTER (WHERE member_id = 1) FROM claims",
      "SELECT sum(CASE WHEN member_id = 1 THEN copay END) FROM claims",
      "SELECT count(NULLIF(member_id, 1)) FROM claims",
      "SELECT count(1 / (member_id - 1)) FROM claims",
      "SELECT sum(copay) FROM claims HAVING min(member_id) = 1",
      "SELECT ndc, count(*) FROM claims GROUP BY ndc ORDER BY max(member_id)",
      "SELECT max(copay) FROM (SELECT copay FROM claims ORDER BY copay LIMIT 1)",
      "SELECT rn, max(copay) FROM (SELECT copay, row_number() OVER (ORDER BY ts) AS rn FROM claims) GROUP BY rn",
      "SELECT max(copay) FROM (SELECT copay, row_number() OVER () AS rn FROM claims) WHERE rn = 1",
      "SELECT lag(copay) OVER (ORDER BY ts) FROM claims",
      "SELECT fills FROM (SELECT member_id, count(*) AS fills FROM claims GROUP BY member_id)",
      "WITH m AS (SELECT member_id AS x FROM claims) SELECT x, count(*) FROM m GROUP BY x",
      "SELECT sum(copay) FROM claims JOIN (SELECT 1 AS k) AS one ON claims.member_id = one.k",
      "SELECT sum(copay) FROM claims JOIN (SELECT 1 AS member_id) AS one USING (member_id)",
      "SELECT sum(copay) FROM claims WHERE (member_id = 1) IS TRUE",
      "SELECT count(*) FROM claims WHERE lower(patient_token) LIKE 'a%'",
      "SELECT patient_token, count(*) FROM claims GROUP BY 1",
      "SELECT zip FROM members",
    ])
  func refused(sql: String) throws {
    let database = try database()
    let query = try ClaimsQuery(sql)
    let error = try #require(throws: ClaimsQueryError.self) {
      try database.answer(query, memberLevel: .refused)
    }
    #expect(error.code == .memberLevel, "\(error)")
    #expect(error.remedy.contains("--allow-member-level"))
    _ = try database.answer(query, memberLevel: .allowed)
  }

  @Test("The message has the place of the key, and a wrong name comes before it")
  func places() throws {
    let database = try database()
    let refused = try #require(throws: ClaimsQueryError.self) {
      try database.answer(
        ClaimsQuery("SELECT count(*)\nFROM claims\nGROUP BY member_id"), memberLevel: .refused)
    }
    #expect(refused.description.hasPrefix("line 3, column 10: Each row would stand for one member"))
    let wrong = try #require(throws: ClaimsQueryError.self) {
      try database.answer(ClaimsQuery("SELECT coppay FROM claims"), memberLevel: .refused)
    }
    #expect(wrong.code == .unknownName)
  }

  @Test("An error does not tell the values of the row that it met")
  func errors() throws {
    let database = try database()
    let query = try ClaimsQuery("SELECT count(member_id * 2147483647) FROM claims")
    let told = try #require(throws: ClaimsQueryError.self) { try database.answer(query) }
    #expect(told.problem == "2 * 2147483647 does not fit INTEGER")
    let masked = try #require(throws: ClaimsQueryError.self) {
      try database.answer(query, memberLevel: .refused)
    }
    #expect(masked.code == .outOfRange && masked.column == 24)
    #expect(!masked.description.contains("2147483647"))
  }

  @Test("A text column of which most values differ counts as an identifier")
  func unique() throws {
    let workspace = try Workspace()
    var text = "ts,member_id,token,shop\n"
    for row in 0..<200 { text += "2026-01-31,\(row),t\(row)x,s\(row % 7)x\n" }
    let database = ClaimsDatabase(claims: try workspace.claims(text).table)
    _ = try database.answer(
      ClaimsQuery("SELECT shop, count(*) FROM claims GROUP BY 1"), memberLevel: .refused)
    #expect(throws: ClaimsQueryError.self) {
      try database.answer(
        ClaimsQuery("SELECT token, count(*) FROM claims GROUP BY 1"), memberLevel: .refused)
    }
  }
}
