CREATE TRIGGER fund_grant_is_given_back AFTER INSERT ON benefits_fundline FOR EACH ROW WHEN (NEW.kind = 'reversal')
  EXECUTE FUNCTION lidao_fund_grant_is_given_back();

-- A registered measure whose document states no amount is granted by a document of the county: for a period of its registration, once.
ALTER TABLE benefits_fundgrant ADD CONSTRAINT one_grant_of_a_registration_at_a_time EXCLUDE USING gist (
  registration_id WITH =, daterange(since, until) WITH &&) WHERE (state IN ('proposed', 'approved'));

-- Holds the registration until the transaction ends, so that it is not withdrawn meanwhile.
CREATE FUNCTION lidao_fund_grant_rests_on_a_registration() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  claimed record;
BEGIN
  IF NEW.registration_id IS NULL THEN
    IF EXISTS (SELECT FROM benefits_fund f WHERE f.id = NEW.fund_id AND f.kind = 'appropriation') THEN
      PERFORM lidao_refuse('an_appropriation_pays_registered_measures', '专项经费只发放已登记的奖补事项，救助请从公益金或关怀基金提出。');
    END IF;
    RETURN NEW;
  END IF;
  SELECT r.* INTO claimed FROM benefits_registration r
    WHERE r.id = NEW.registration_id AND r.household_id = NEW.household_id AND r.kind IN ('unstated', 'pension') FOR SHARE;
  IF claimed.id IS NULL OR claimed.state NOT IN ('registered', 'referred', 'given') THEN
    PERFORM lidao_refuse('a_grant_is_of_a_registration_that_stands', '只能为本户仍有效的奖补登记发放；撤销、未落实或终止的不发放。');
  END IF;
  IF claimed.state = 'given' AND NOT EXISTS (
    SELECT FROM benefits_fundgrant g WHERE g.registration_id = claimed.id AND g.state IN ('approved', 'reversed')) THEN
    PERFORM lidao_refuse('what_a_department_gave_is_not_granted_again', '责任部门已答复落实，不由本系统再发放。答复有误的，先终止登记，重新登记后再提出。');
  END IF;
  IF NEW.since < claimed.since OR NEW.until > claimed.until THEN
    PERFORM lidao_refuse('a_grant_lies_within_its_registration', '发放期间须在登记的起止日期之内。');
  END IF;
  IF claimed.registered_staff_no IN (NEW.proposed_staff_no, NEW.decided_staff_no) THEN
    PERFORM lidao_refuse('registrar_is_not_who_grants', '登记人不能自己提出或批准发放，请由另一人办理。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_grant_rests_on_a_registration BEFORE INSERT OR UPDATE ON benefits_fundgrant FOR EACH ROW
  WHEN (NEW.state IN ('proposed', 'approved')) EXECUTE FUNCTION lidao_fund_grant_rests_on_a_registration();

CREATE FUNCTION lidao_granted_registration_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM benefits_fundgrant g WHERE g.registration_id = NEW.id AND g.state = 'approved') THEN
    PERFORM lidao_refuse('what_was_granted_is_not_refused', '这笔登记已按本县文件发放，不能撤销或登记未落实；发错的请先在基金页冲正。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER granted_registration_stands BEFORE UPDATE ON benefits_registration FOR EACH ROW
  WHEN (NEW.state IN ('refused', 'withdrawn') AND NEW.state <> OLD.state) EXECUTE FUNCTION lidao_granted_registration_stands();

CREATE FUNCTION lidao_fund_is_fed_in_its_kind() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.kind = 'appropriation') <> EXISTS (SELECT FROM benefits_fund f WHERE f.id = NEW.fund_id AND f.kind = 'appropriation') THEN
    PERFORM lidao_refuse('an_appropriation_is_no_donation', '专项经费的收入登记为拨款，公益金和关怀基金的收入登记为捐赠。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_is_fed_in_its_kind BEFORE INSERT ON benefits_fundline FOR EACH ROW
  WHEN (NEW.kind IN ('donation', 'appropriation')) EXECUTE FUNCTION lidao_fund_is_fed_in_its_kind();
