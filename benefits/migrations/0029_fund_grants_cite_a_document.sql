-- What a fund gives rests on a normative document registered under its 文号; those from before cited it in words and are proposed again.
CREATE FUNCTION lidao_fund_grant_cites_a_document() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM benefits_citation c WHERE c.id = NEW.citation_id AND c.number = NEW.document AND c.quality = 'normative'
                 AND '' NOT IN (c.number, c.title, c.issuer, c.issued) AND c.county IN ('', left(NEW.division_code, 6) || '000000')) THEN
    PERFORM lidao_refuse('a_fund_pays_by_a_registered_document', '基金救助须依据本县登记的规范性文件，文号、标题、发文机关和日期齐全。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_grant_cites_a_document BEFORE INSERT OR UPDATE ON benefits_fundgrant FOR EACH ROW
  WHEN (NEW.state IN ('proposed', 'approved')) EXECUTE FUNCTION lidao_fund_grant_cites_a_document();
