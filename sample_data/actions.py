"""The sample plan's contents: one illustrative plan as it stood at three meetings.

The tables are read by row. ``ACTIONS`` holds what does not change; a position holds what the
plan said of each action on one date. In a cell, ``↵`` is a line break.

Built into the versions, for comparing them:

12 January 2016 to 30 April 2016
    original date changed   4.2, quietly: its first revised date, 29 February 2016, typed over
                            "By 30 November 2015"
    added                   FS3.2
    reopened                6.2: a dip sample found poor reasons; its date slipped too
    completed               2.2, 5.2, 9.1, 10.1, FS1.1, FS2.1, FS3.1
    withdrawn               10.3, overtaken by the national review
    slipped                 1.2, 2.3, 3.2, 4.2, 6.1, 7.2, 8.2, 10.2; 3.2 at the deadline
                            (29 April to 31 July 2016, in the plan of 30 April)
    pulled in               2.4 (30 September to 31 July 2016)
    progressed              4.3, 4.4, 5.3, 7.3, FS1.2, FS2.2
    unchanged but for words 1.1, 2.1, 3.1, 4.1, 5.1, 7.1, 8.1, 9.2

30 April 2016 to 30 September 2016
    removed                 8.1, complete since November 2015, dropped from the sheet
    completed               2.3, 3.2, 4.2, 4.3, 5.3, 6.2, 7.2, 7.3, FS1.2
    confirmed               5.1, 5.2 and 5.3: recommendation 5 verified on 13 September 2016,
                            288 days after its timescale
    slipped                 4.4, 6.1, FS2.2
    progressed              1.2, 2.4, FS3.2, and 5.1 and 5.2 (verified)
    unchanged but for words the other 15

Waiting for the national MoPI review throughout: 1.2, 8.2, 9.2, 10.2. Restricted: 7.2.
"""

FORCE_RECOMMENDATIONS = """
Rec | Wording
FS1 | Make sure that all who handle police information know the MoPI principles and their own part in them
FS2 | Bring paper records held at stations under the same review and disposal as other records
FS3 | Give every main information system an owner who answers for the information in it
"""

ACTIONS = """
Ref   | Rec | Action                                                                                          | Lead                                            | HMIC timescale      | Dependency             | Marking
1.1   | 1   | Nominate the force's lead to the national information management group and report its decisions | Information Manager                             | By 30 November 2015 |                        | OFFICIAL
1.2   | 1   | Return the force's position to the National Lead each quarter, in the national form             | Information Assurance Manager                   | By 30 November 2015 | National MoPI review   | OFFICIAL
2.1   | 2   | Compare each information management policy with the APP and list the differences                | Information Manager                             | 30 September 2015   |                        | OFFICIAL
2.2   | 2   | Rewrite the review, retention and disposal policy to follow the APP                             | Head of Records                                 | By 30 November 2015 |                        | OFFICIAL
2.3   | 2   | Rewrite the information sharing procedure and agree it with partner agencies                    | Information Manager / Head of Records           | By 30 November 2015 |                        | OFFICIAL
2.4   | 2   | Publish the new policies and withdraw the old ones from the intranet                            | Information Manager                             | By 30 November 2015 |                        | OFFICIAL
3.1   | 3   | Agree a yearly programme of audits of practice against the APP                                  | Information Assurance Manager                   | By 30 November 2015 |                        | OFFICIAL
3.2   | 3   | Audit a sample of records in every system that holds records in MoPI groups 1 to 3              | Information Assurance Manager                   | By 30 November 2015 |                        | OFFICIAL
4.1   | 4   | Review how records of one person are linked across systems, and list the gaps                   | Head of Intelligence                            | By 30 November 2015 |                        | OFFICIAL
4.2   | 4   | Set up a process to recategorise and link records when a person's risk changes                  | Head of Intelligence; Head of Public Protection | By 30 November 2015 |                        | OFFICIAL
4.3   | 4   | Check linked records before each public protection referral is decided                          | Head of Public Protection                       | By 30 November 2015 |                        | OFFICIAL
4.4   | 4   | Match duplicate records of one person across the crime, custody and intelligence systems        | Head of ICT                                     | By 30 November 2015 | Records system upgrade | OFFICIAL
5.1   | 5   | Put the results of APP audits on each agenda of the Information Management Board                | Information Manager                             | By 30 November 2015 |                        | OFFICIAL
5.2   | 5   | Sample record categories each quarter and have the wrong ones corrected                         | Data Quality Manager                            | By 30 November 2015 |                        | OFFICIAL
5.3   | 5   | Show the inspectorate that record categories are regularly adjusted                             | Information Manager                             | By 30 November 2015 |                        | OFFICIAL
6.1   | 6   | Review the records that are past their review date, highest risk first                          | Head of Records                                 | Immediately         |                        | OFFICIAL
6.2   | 6   | Record the reason wherever a record is kept beyond its review period                            | Head of Records                                 | Immediately         |                        | OFFICIAL
7.1   | 7   | List every stand-alone system that holds sensitive information, with its owner                  | Information Assurance Manager                   | Immediately         |                        | OFFICIAL
7.2   | 7   | Assess the holdings of the covert stand-alone systems for wider sharing                         | Head of Intelligence                            | Immediately         |                        | OFFICIAL-SENSITIVE
7.3   | 7   | Close the stand-alone systems no longer needed and move their records to the main system        | Head of ICT                                     | Immediately         |                        | OFFICIAL
8.1   | 8   | Answer the College's consultation on the minimum standard                                       | Information Manager                             | By 30 November 2015 |                        | OFFICIAL
8.2   | 8   | Adopt the amended minimum standard in local policy                                              | Information Manager                             | By 30 November 2015 | National MoPI review   | OFFICIAL
9.1   | 9   | Map the force's record flags to those proposed nationally                                       | Data Quality Manager                            | By 30 November 2015 |                        | OFFICIAL
9.2   | 9   | Apply the national flags in the main records system                                             | Head of ICT                                     | By 30 November 2015 | National MoPI review   | OFFICIAL
10.1  | 10  | Keep a register of departures from the APP, each approved                                       | Senior Information Risk Owner                   | By 30 November 2015 |                        | OFFICIAL
10.2  | 10  | Test each departure against the circumstances that the College sets out                         | Senior Information Risk Owner                   | By 30 November 2015 | National MoPI review   | OFFICIAL
10.3  | 10  | Seek agreement to a local review period for low-risk records                                    | Information Manager                             | By 30 November 2015 |                        | OFFICIAL
FS1.1 | FS1 | Put a MoPI module into the mandatory training of officers and staff                             | Head of Learning and Development                | End of March 2016   |                        | OFFICIAL
FS1.2 | FS1 | Have 90% of officers and staff complete the module                                              | Head of Learning and Development                | Q1 2016/17          |                        | OFFICIAL
FS2.1 | FS2 | Count the paper records at each station and sort them by MoPI group                             | Head of Records                                 | 31/01/2016          |                        | OFFICIAL
FS2.2 | FS2 | Move paper records that must be kept to the central store                                       | Head of Records↵Head of Estates                 | By 31 July 2016     |                        | OFFICIAL
FS3.1 | FS3 | Name an information asset owner for each main system and record their acceptance                | Senior Information Risk Owner                   | Within six months   |                        | OFFICIAL
FS3.2 | FS3 | Send each information asset owner a quarterly report on their system                            | Information Assurance Manager                   | 30 November 2016    |                        | OFFICIAL
"""

# Seen from April on: the first revised date, typed over HMIC's.
TYPED_OVER = {"4.2": "By 29 February 2016"}

JANUARY = """
Ref   | Revised timescale | Status            | % complete | Date completed | Progress update
1.1   |                   | Complete          | 100        | 27/11/2015     | Nomination accepted by the national group.
1.2   | 30/06/2016        | In progress       | 50         |                | First return made in December. The national form is still a draft.
2.1   |                   | Complete          | 100        | 12/10/2015     | All 14 policies compared; nine differ from the APP.
2.2   | 29/02/2016        | In progress       | 60         |                | Draft with the policy team. Consultation closes at the end of January.
2.3   | 31/03/2016        | In progress       | 40         |                | Partner agencies have asked for more time to comment.
2.4   | 30/09/2016        | Not started       | 0          |                | Follows 2.2 and 2.3.
3.1   |                   | Complete          | 100        | 20/11/2015     | Programme for 2016 agreed by the Information Management Board.
3.2   | 29/04/2016        | In progress       | 40         |                | Crime and custody sampled. Intelligence, child protection and firearms licensing to follow.
4.1   |                   | Complete          | 100        | 08/01/2016     | Three gaps found, taken forward under 4.2 to 4.4.
4.2   | 29/02/2016        | In progress       | 30         |                | Process drafted. To be agreed: who may change a record's category.
4.3   |                   | In progress       | 25         |                | Pilot in one division from February.
4.4   | 31/03/2016        | In progress       | 20         |                | Matching tried on custody records only.
5.1   |                   | Complete          | 100        | 30/11/2015     | Standing item since the Board of 30 November.
5.2   | 31/03/2016        | In progress       | 50         |                | First quarterly sample drawn; corrections not yet made.
5.3   | 30/06/2016        | Not started       | 0          |                | Needs two quarters of samples from 5.2.
6.1   | 30/06/2016        | In progress       | 35         |                | About 41,000 records are past their review date. MoPI group 1 first.
6.2   |                   | Complete          | 100        | 25/09/2015     | Reason made a mandatory field in the records system.
7.1   |                   | Complete          | 100        | 14/08/2015     | 23 systems listed.
7.2   | 31/03/2016        | In progress       | 40         |                | Nine of 23 holdings assessed with the covert policing unit.
7.3   | 30/06/2016        | In progress       | 20         |                | Seven systems found that can close.
8.1   |                   | Complete          | 100        | 06/11/2015     | Answer sent to the College.
8.2   |                   | Not started       | 0          |                | The College has not amended the APP.
9.1   | 31/03/2016        | In progress       | 70         |                | Warning markers mapped; intelligence flags outstanding.
9.2   | TBC               | Not started       | 0          |                | No date can be given until the national flags are settled.
10.1  | 29/02/2016        | In progress       | 80         |                | Six departures registered; two await approval.
10.2  |                   | Not started       | 0          |                | Awaiting the College.
10.3  |                   | Not started       | 0          |                | Business case in draft.
FS1.1 |                   | In progress       | 60         |                | Module written; being tried with two teams.
FS1.2 |                   | Not started       | 0          |                | Starts when the module is live.
FS2.1 |                   | In progress       | 80         |                | Nine of 11 stations counted.
FS2.2 |                   | Not started       | 0          |                | Follows the count.
FS3.1 |                   | Awaiting sign-off | 90         |                | Owners proposed for all 18 systems.
"""

APRIL = """
Ref   | Revised timescale   | Status            | % complete | Date completed | Progress update
1.1   |                     | Complete          | 100        | 27/11/2015     | Nomination accepted by the national group.
1.2   | 31/01/2018          | In progress       | 50         |                | Returns paused nationally while the MoPI review sets a new form. Date moved to the end of the review.
2.1   |                     | Complete          | 100        | 12/10/2015     | All 14 policies compared; nine differ from the APP.
2.2   | 29/02/2016          | Complete          | 100        | 18/03/2016     | Approved by the Information Management Board in March.
2.3   | 30/06/2016          | In progress       | 70         |                | Two of five partners have agreed the text. Extended to June to reach the rest.
2.4   | 31/07/2016          | Not started       | 0          |                | Brought forward: 2.2 can be published without waiting for the intranet's rebuild.
3.1   |                     | Complete          | 100        | 20/11/2015     | Programme for 2016 agreed by the Information Management Board.
3.2   | 31/07/2016          | In progress       | 65         |                | Extension agreed on 27 April, ahead of the Scrutiny Meeting. Firearms licensing still to be sampled.
4.1   |                     | Complete          | 100        | 08/01/2016     | Three gaps found, taken forward under 4.2 to 4.4.
4.2   | 31/05/2016          | In progress       | 60         |                | Who may change a category is agreed; staff are being briefed.
4.3   |                     | In progress       | 45         |                | Pilot extended to a second division.
4.4   | 31/03/2016          | In progress       | 30         |                | Waits for the upgrade of the records system, which the supplier has put back.
5.1   |                     | Complete          | 100        | 30/11/2015     | Standing item since the Board of 30 November.
5.2   | 31/03/2016          | Complete          | 100        | 31/03/2016     | Second sample drawn and all corrections made.
5.3   | 30/06/2016          | Awaiting sign-off | 90         |                | Evidence sent to the inspectorate on 22 April.
6.1   | 30/09/2016          | In progress       | 55         |                | Backlog down to 29,000. Two reviewers left in February; posts advertised.
6.2   | 31/07/2016          | In progress       | 60         |                | Reopened. A dip sample in March found "as policy" entered as the reason in one record of three.
7.1   |                     | Complete          | 100        | 14/08/2015     | 23 systems listed.
7.2   | 30/06/2016          | In progress       | 60         |                | Fifteen of 23 holdings assessed with the covert policing unit.
7.3   | 30/06/2016          | In progress       | 50         |                | Three systems closed; four remain.
8.1   |                     | Complete          | 100        | 06/11/2015     | Answer sent to the College.
8.2   | 31/01/2018          | Not started       | 0          |                | The College will amend the APP after the national MoPI review, two years from January 2016.
9.1   | 31/03/2016          | Complete          | 100        | 11/04/2016     | All flags mapped and sent to the national group.
9.2   | TBC                 | Not started       | 0          |                | No date can be given until the national flags are settled.
10.1  | 29/02/2016          | Complete          | 100        | 29/02/2016     | Eight departures registered, all approved.
10.2  | End of January 2018 | Not started       | 0          |                | Date tied to the end of the national review.
10.3  |                     | Superseded        |            |                | Overtaken by the national review; agreed at the Board of 15 February.
FS1.1 |                     | Complete          | 100        | 24/03/2016     | Live since 24 March.
FS1.2 |                     | In progress       | 30         |                | 30% of officers and staff after the first month.
FS2.1 |                     | Complete          | 100        | 29/01/2016     | All 11 stations counted: 3,200 boxes.
FS2.2 |                     | In progress       | 20         |                | Two stations cleared. Shelving ordered.
FS3.1 |                     | Complete          | 100        | 26/02/2016     | All 18 owners accepted in writing.
FS3.2 |                     | Not started       | 0          |                | Added at the Board of 15 February.
"""

SEPTEMBER = """
Ref   | Revised timescale   | Status                      | % complete | Date completed | Progress update
1.1   |                     | Complete                    | 100        | 27/11/2015     | Nomination accepted by the national group.
1.2   | 31/01/2018          | In progress                 | 60         |                | Interim return agreed with the National Lead. The form itself waits for the review.
2.1   |                     | Complete                    | 100        | 12/10/2015     | All 14 policies compared; nine differ from the APP.
2.2   | 29/02/2016          | Complete                    | 100        | 18/03/2016     | Approved by the Information Management Board in March.
2.3   | 30/06/2016          | Complete                    | 100        | 15/07/2016     | Agreed by all five partners.
2.4   | 31/07/2016          | Awaiting sign-off           | 90         |                | Published on 29 July. Sign-off waits for a check that no old copy can be found.
3.1   |                     | Complete                    | 100        | 20/11/2015     | Programme for 2016 agreed by the Information Management Board.
3.2   | 31/07/2016          | Complete                    | 100        | 26/08/2016     | All systems sampled. Report taken by the Board in August.
4.1   |                     | Complete                    | 100        | 08/01/2016     | Three gaps found, taken forward under 4.2 to 4.4.
4.2   | 31/05/2016          | Complete                    | 100        | 14/06/2016     | In use in all divisions.
4.3   |                     | Complete                    | 100        | 22/07/2016     | In use in all divisions after the pilot.
4.4   | 30/11/2016          | In progress                 | 55         |                | Upgrade done in August. Matching of crime and intelligence records has begun.
5.1   |                     | Complete – verified by HMIC | 100        | 30/11/2015     | Standing item since the Board of 30 November.
5.2   | 31/03/2016          | Complete – verified by HMIC | 100        | 31/03/2016     | Four quarterly samples drawn and corrected.
5.3   | 30/06/2016          | Complete – verified by HMIC | 100        | 13/09/2016     | Recommendation marked complete by the inspectorate on 13 September.
6.1   | 31/12/2016          | In progress                 | 70         |                | Backlog down to 17,500. Both posts filled in July.
6.2   | 31/07/2016          | Complete                    | 100        | 29/07/2016     | Free text replaced by a list of reasons; July's dip sample was clean.
7.1   |                     | Complete                    | 100        | 14/08/2015     | 23 systems listed.
7.2   | 30/06/2016          | Complete                    | 100        | 24/06/2016     | All 23 holdings assessed with the covert policing unit.
7.3   | 30/06/2016          | Complete                    | 100        | 19/08/2016     | All seven systems closed.
8.2   | 31/01/2018          | Not started                 | 0          |                | The College will amend the APP after the national MoPI review, two years from January 2016.
9.1   | 31/03/2016          | Complete                    | 100        | 11/04/2016     | All flags mapped and sent to the national group.
9.2   | TBC                 | Not started                 | 0          |                | No date can be given until the national flags are settled.
10.1  | 29/02/2016          | Complete                    | 100        | 29/02/2016     | Eleven departures registered, all approved.
10.2  | End of January 2018 | Not started                 | 0          |                | Date tied to the end of the national review.
10.3  |                     | Superseded                  |            |                | Overtaken by the national review; agreed at the Board of 15 February.
FS1.1 |                     | Complete                    | 100        | 24/03/2016     | Live since 24 March.
FS1.2 |                     | Complete                    | 100        | 08/07/2016     | 92% of officers and staff.
FS2.1 |                     | Complete                    | 100        | 29/01/2016     | All 11 stations counted: 3,200 boxes.
FS2.2 | 31/10/2016          | In progress                 | 65         |                | Seven stations cleared. Four wait for transport.
FS3.1 |                     | Complete                    | 100        | 26/02/2016     | All 18 owners accepted in writing.
FS3.2 |                     | In progress                 | 40         |                | First report in draft.
"""
